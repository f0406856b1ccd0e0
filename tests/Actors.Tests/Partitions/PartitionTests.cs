using Akka.Actor;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Actors.Tests.Tiers;
using EdgeActors.Inference.Sessions;
using EdgeActors.Messages;
using Xunit.Abstractions;
using static EdgeActors.Actors.Partitions.PartitionMessages;

namespace EdgeActors.Actors.Tests.Partitions;

public sealed class PartitionTests(ToyModel toy, ITestOutputHelper output) : ActorSpec(output), IClassFixture<ToyModel>
{
    private PartitionKey Whole => new("toy", toy.Bundle.Whole.Sha256, toy.Cache.PathOf(toy.Bundle.Whole.Sha256));

    private static readonly TensorData Input = TensorData.OfFloats("pixels", [1, 3, 32, 32], new float[3 * 32 * 32]);

    [Fact]
    public async Task Runs_that_queue_up_share_a_run_and_each_gets_its_own_answer()
    {
        var partitions = Start(PartitionOptions.Default);
        await RunsAsync(partitions, 1); // the session is loaded, and known to batch
        var outcomes = await RunsAsync(partitions, 20);
        var ran = outcomes.OfType<PartitionRan>().ToList();
        Assert.Equal(20, ran.Count);
        Assert.All(ran, one => Assert.Equal([1, 4], one.Outputs[0].Shape));
        Assert.Contains(ran, one => one.Batch > 1);
    }

    [Fact]
    public async Task More_than_the_queue_holds_is_refused_at_once_and_nothing_is_lost()
    {
        var outcomes = await RunsAsync(Start(PartitionOptions.Default with { QueueLimit = 2, MaxBatch = 1 }), 500);
        Assert.Equal(500, outcomes.Count);
        var refused = outcomes.OfType<PartitionRefused>().ToList();
        Assert.NotEmpty(refused);
        Assert.True(outcomes.Count - refused.Count >= 3);
        Assert.All(refused, one => Assert.Equal(FailureCodes.Overloaded, one.Failure.Code));
    }

    [Fact]
    public async Task A_run_whose_time_is_up_in_the_queue_is_dropped()
    {
        var partitions = Start(PartitionOptions.Default);
        partitions.Tell(new RunPartition(Whole, [Input], TimeSpan.FromSeconds(1)));
        partitions.Tell(new RunPartition(Whole, [Input], TimeSpan.Zero));
        var outcomes = new[] { await ExpectMsgAsync<object>(), await ExpectMsgAsync<object>() };
        Assert.Single(outcomes.OfType<PartitionRan>());
        Assert.Equal(FailureCodes.DeadlinePassed, Assert.Single(outcomes.OfType<PartitionRefused>()).Failure.Code);
    }

    [Fact]
    public async Task A_file_that_is_no_graph_fails_each_run_with_the_reason()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "no-graph.onnx");
        await File.WriteAllTextAsync(path, "not a graph");
        Start(PartitionOptions.Default).Tell(new RunPartition(new("toy", new('1', 64), path), [Input], TimeSpan.FromSeconds(1)));
        var failure = (await ExpectMsgAsync<PartitionRefused>()).Failure;
        Assert.Equal(FailureCodes.InferenceFailed, failure.Code);
        Assert.Contains(path, failure.Reason, StringComparison.Ordinal);
    }

    private IActorRef Start(PartitionOptions options) => Sys.ActorOf(PartitionsActor.Props(options with { BatchWait = TimeSpan.Zero }, Time));

    private async Task<List<object>> RunsAsync(IActorRef partitions, int count)
    {
        for (var run = 0; run < count; run++)
            partitions.Tell(new RunPartition(Whole, [Input], TimeSpan.FromSeconds(60)));
        var outcomes = new List<object>();
        while (outcomes.Count < count)
            outcomes.Add(await ExpectMsgAsync<object>(TimeSpan.FromSeconds(20)));
        return outcomes;
    }
}
