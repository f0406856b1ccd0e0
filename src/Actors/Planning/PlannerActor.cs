using Akka.Actor;
using Akka.Event;
using EdgeActors.Messages;
using EdgeActors.Messages.Models;
using EdgeActors.Planning;
using static EdgeActors.Actors.Planning.PlannerMessages;

namespace EdgeActors.Actors.Planning;

/// <summary>
/// Plans requests over the tasks that the registry has a model for. Commands: <see cref="MakePlan"/>, <see cref="LearnModels"/>. Keeps the catalogue fresh by
/// asking the registry; until it knows one, plans wait, and fail with a reason when it stays away.
/// </summary>
public sealed class PlannerActor : ReceiveActor, IWithTimers, IWithStash
{
    private sealed record RefreshCatalogue : INotInfluenceReceiveTimeout
    {
        public static RefreshCatalogue Instance { get; } = new();
    }

    private sealed record RegistryStaysAway
    {
        public static RegistryStaysAway Instance { get; } = new();
    }

    private sealed record Learned(ModelReplies.ModelCatalogue Models, IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record NotLearned(string Reason) : INoSerializationVerificationNeeded;

    /// <summary>A new model is planned for at most this much later.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    private readonly IPlanner _planner;
    private readonly IActorRef _registry;
    private readonly CancellationTokenSource _stopping = new();
    private TaskCatalogue _catalogue = TaskCatalogue.Standard([]);

    public PlannerActor(IPlanner planner, IActorRef registry)
    {
        _planner = planner;
        _registry = registry;
        Starting();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    public static Props Props(IPlanner planner, IActorRef registry) => Akka.Actor.Props.Create(() => new PlannerActor(planner, registry));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(RefreshCatalogue.Instance, RefreshCatalogue.Instance, RefreshEvery);
        Timers.StartSingleTimer(RegistryStaysAway.Instance, RegistryStaysAway.Instance, RefreshEvery);
        Refresh();
    }

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Starting()
    {
        Refreshes();
        Receive<MakePlan>(_ => Stash.Stash());
        Receive<RegistryStaysAway>(_ =>
        {
            Context.GetLogger().Warning("The model registry has not answered for {0}; plans are refused until it does.", RefreshEvery);
            Become(WithoutCatalogue);
            Stash.UnstashAll();
        });
    }

    private void WithoutCatalogue()
    {
        Refreshes();
        Receive<MakePlan>(make => Sender.Tell(new PlanNotMade(make.Request, new(
            FailureCodes.PlannerFailed, "The model registry does not answer, so nobody knows what can be run; try again.", RefreshEvery))));
    }

    private void Ready()
    {
        Refreshes();
        Receive<MakePlan>(Plan);
        Receive<RegistryStaysAway>(_ => { });
    }

    private void Refreshes()
    {
        Receive<RefreshCatalogue>(_ => Refresh());
        Receive<ModelReplies.ModelCatalogue>(Learn);
        Receive<LearnModels>(_ =>
        {
            // Asked apart from the periodic refresh, whose answer may be older than what is to be learned.
            var asker = Sender;
            _registry.Ask<ModelReplies.ModelCatalogue>(new ModelQueries.ListModels(), RefreshEvery, _stopping.Token)
                .PipeTo(Self, success: models => new Learned(models, asker), failure: cause => new NotLearned(cause.Message));
        });
        Receive<Learned>(learned =>
        {
            Learn(learned.Models);
            learned.Asker.Tell(ModelsLearned.Instance);
        });
        Receive<NotLearned>(not => Context.GetLogger().Warning("The model registry did not answer: {0}", not.Reason));
    }

    private void Learn(ModelReplies.ModelCatalogue models)
    {
        _catalogue = TaskCatalogue.Standard(models.Models.Select(model => model.Find(ModelEntry.Stable)?.Task).OfType<string>());
        Become(Ready);
        Stash.UnstashAll();
    }

    private void Refresh() => _registry.Tell(new ModelQueries.ListModels());

    private void Plan(MakePlan make)
    {
        var sender = Sender;
        PlanAsync(make, _catalogue, _stopping.Token).PipeTo(sender, Self,
            success: result => new PlanMade(make.Request, result),
            failure: cause => new PlanNotMade(make.Request, new(FailureCodes.PlannerFailed, cause is OperationCanceledException
                ? $"Planning did not end within {make.Remaining.TotalSeconds:0.#} s." : $"Planning failed: {cause.Message}")));
    }

    private async Task<PlanResult> PlanAsync(MakePlan make, TaskCatalogue catalogue, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(make.Remaining);
        return await _planner.PlanAsync(new(make.Text, make.Pictures, catalogue), deadline.Token);
    }
}
