using Akka.Actor;
using EdgeActors.Actors.Registry;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Messages.Models;
using Xunit.Abstractions;
using static EdgeActors.Messages.Models.ModelCommands;
using static EdgeActors.Messages.Models.ModelQueries;
using static EdgeActors.Messages.Models.ModelReplies;

namespace EdgeActors.Actors.Tests.Registry;

public sealed class ModelRegistryTests(ITestOutputHelper output) : ActorSpec(output)
{
    [Fact]
    public async Task The_first_version_is_stable_later_ones_are_rolled_out_and_back_and_a_restart_remembers()
    {
        var registry = Start();
        foreach (var version in new[] { "1", "2" })
            await registry.Ask<ModelAccepted>(new AnnounceModel(Version(version, 'a')));
        Assert.Equal("1", await StableAsync(registry));
        await registry.Ask<ModelAccepted>(new MoveAlias(new("toy"), ModelEntry.Stable, "2"));
        Assert.Equal("2", await StableAsync(registry));

        await StopAsync(registry);
        var revived = Start();
        Assert.Equal("2", await StableAsync(revived));
        await revived.Ask<ModelAccepted>(new MoveAlias(new("toy"), ModelEntry.Stable, "1"));
        Assert.Equal("1", await StableAsync(revived));
    }

    [Fact]
    public async Task A_version_never_changes_its_content()
    {
        var registry = Start();
        await registry.Ask<ModelAccepted>(new AnnounceModel(Version("1", 'a')));
        await registry.Ask<ModelAccepted>(new AnnounceModel(Version("1", 'a')));
        var refused = await registry.Ask<ModelRefused>(new AnnounceModel(Version("1", 'b')));
        Assert.Contains("new version", refused.Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_not_rolled_out()
    {
        var registry = Start();
        await registry.Ask<ModelAccepted>(new AnnounceModel(Version("1", 'a')));
        Assert.Contains("it has 1", (await registry.Ask<ModelRefused>(new MoveAlias(new("toy"), "stable", "9"))).Failure.Reason, StringComparison.Ordinal);
        Assert.Contains("no model", (await registry.Ask<ModelRefused>(new MoveAlias(new("nothing"), "stable", "1"))).Failure.Reason, StringComparison.Ordinal);
    }

    private IActorRef Start() => Sys.ActorOf(ModelRegistryActor.Props(Time));

    private static async Task<string?> StableAsync(IActorRef registry) =>
        (await registry.Ask<ModelCatalogue>(new ListModels())).Models[0].Find(ModelEntry.Stable)?.Version;

    private static ModelVersion Version(string version, char digest) => new(new("toy"), version, "image-classification", new(digest, 64), [], 0.9);
}
