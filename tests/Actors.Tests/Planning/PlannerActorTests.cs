using Akka.Actor;
using Akka.TestKit;
using EdgeActors.Actors.Planning;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Messages.Models;
using EdgeActors.Planning;
using Xunit.Abstractions;
using static EdgeActors.Actors.Planning.PlannerMessages;

namespace EdgeActors.Actors.Tests.Planning;

public sealed class PlannerActorTests : ActorSpec
{
    private readonly TestProbe _registry;
    private readonly Scripted _planner = new();
    private readonly IActorRef _actor;

    public PlannerActorTests(ITestOutputHelper output) : base(output)
    {
        _registry = CreatePeer("registry");
        _actor = Sys.ActorOf(PlannerActor.Props(_planner, _registry));
    }

    [Fact]
    public async Task A_plan_waits_for_the_catalogue_and_holds_only_what_has_a_stable_model()
    {
        _actor.Tell(Make(seconds: 10));
        await CatalogueAsync();
        await ExpectMsgAsync<PlanMade>();
        Assert.Equal([StandardTasks.Classification], _planner.Asked!.Catalogue.Placeable.Select(task => task.Name));
    }

    [Fact]
    public async Task A_registry_that_stays_away_fails_plans_with_the_reason_until_it_is_back()
    {
        await _registry.ExpectMsgAsync<ModelQueries.ListModels>();
        _actor.Tell(Make(seconds: 10));
        Advance(PlannerActor.RefreshEvery);
        Assert.Contains("registry", (await ExpectMsgAsync<PlanNotMade>()).Failure.Reason, StringComparison.Ordinal);
        await CatalogueAsync();
        _actor.Tell(Make(seconds: 10));
        await ExpectMsgAsync<PlanMade>();
    }

    [Fact]
    public async Task What_is_to_be_learned_is_planned_with_as_soon_as_it_is_said_to_be_learned()
    {
        // The periodic refresh is under way and will bring an answer from before.
        await _registry.ExpectMsgAsync<ModelQueries.ListModels>();
        var refresh = _registry.LastSender;
        _actor.Tell(LearnModels.Instance);
        await _registry.ExpectMsgAsync<ModelQueries.ListModels>();
        var learning = _registry.LastSender;
        refresh.Tell(new ModelReplies.ModelCatalogue([]), _registry);
        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        learning.Tell(Catalogue(), _registry);

        await ExpectMsgAsync<ModelsLearned>();
        _actor.Tell(Make(seconds: 10));
        await ExpectMsgAsync<PlanMade>();
        Assert.Equal([StandardTasks.Classification], _planner.Asked!.Catalogue.Placeable.Select(task => task.Name));
    }

    [Fact]
    public async Task A_planner_that_throws_or_hangs_becomes_a_failure()
    {
        await CatalogueAsync();
        _planner.Answer = _ => throw new InvalidOperationException("out of ideas");
        _actor.Tell(Make(seconds: 10));
        Assert.Contains("out of ideas", (await ExpectMsgAsync<PlanNotMade>()).Failure.Reason, StringComparison.Ordinal);

        _planner.Answer = async cancellation =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("unreachable");
        };
        _actor.Tell(Make(seconds: 0.05));
        Assert.Contains("did not end", (await ExpectMsgAsync<PlanNotMade>()).Failure.Reason, StringComparison.Ordinal);
    }

    private async Task CatalogueAsync()
    {
        await _registry.ExpectMsgAsync<ModelQueries.ListModels>();
        _registry.Reply(Catalogue());
    }

    private static ModelReplies.ModelCatalogue Catalogue() => new(
    [
        new(new("toy"), [new(new("toy"), "1", StandardTasks.Classification, new('a', 64), [], null)], [new(ModelEntry.Stable, "1")]),
        new(new("draft"), [new(new("draft"), "1", StandardTasks.Captioning, new('b', 64), [], null)], []),
    ]);

    private static MakePlan Make(double seconds) => new(new("r-1"), "What is it?", 1, TimeSpan.FromSeconds(seconds));

    private sealed class Scripted : IPlanner
    {
        public PlanRequest? Asked { get; private set; }

        public Func<CancellationToken, Task<PlanResult>> Answer { get; set; } =
            _ => Task.FromResult(PlanResult.ByRules(Plan.Of(new PlanStep(1, StandardTasks.Classification, 0, null, []))));

        public Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation)
        {
            Asked = request;
            return Answer(cancellation);
        }
    }
}
