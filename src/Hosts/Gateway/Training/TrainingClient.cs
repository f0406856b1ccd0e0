using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Gateway.Following;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RunCommands;
using static EdgeActors.Messages.Training.RunQueries;
using static EdgeActors.Messages.Training.RunReplies;

namespace EdgeActors.Gateway.Training;

/// <summary>Speaks with training runs, for the routes and for the page.</summary>
/// <param name="runs">The region of runs.</param>
/// <param name="rounds">The region of rounds.</param>
public sealed class TrainingClient(
    ActorSystem system, IActorRef runs, IActorRef rounds, IBlobExchange blobs, Recent<RunId> recent, IHostApplicationLifetime lifetime)
{
    /// <param name="graph">The network, ONNX.</param>
    /// <param name="weights">Flat float32 in the order of the network's trainable parameters.</param>
    public async Task StartAsync(RunId run, string planJson, byte[] graph, byte[] weights, CancellationToken cancel)
    {
        await AcceptAsync(
            new StartRun(
                run, planJson, await blobs.AddAsync(graph, TrainingBlobs.MediaType, "graph", cancel), await blobs.AddAsync(weights, TrainingBlobs.MediaType, "weights", cancel)),
            cancel);
        recent.Add(run);
    }

    /// <exception cref="ApiException">The run refuses, or there is none.</exception>
    public async Task AcceptAsync(IRunMessage command, CancellationToken cancel)
    {
        switch (await runs.Ask<ITrainingMessage>(command, GatewayActors.AnswerWithin, cancel))
        {
            case RunRefused refused: throw new ApiException(refused.Failure.Code, refused.Failure.Reason);
            case RunUnknown unknown: throw Unknown(unknown.Run);
        }
    }

    public async Task<RunView> GetAsync(RunId run, CancellationToken cancel) =>
        await runs.Ask<ITrainingMessage>(new GetRun(run), GatewayActors.AnswerWithin, cancel) as RunView ?? throw Unknown(run);

    public Task<RoundView> GetRoundAsync(RoundId round, CancellationToken cancel) =>
        rounds.Ask<RoundView>(new RoundQueries.GetRound(round), GatewayActors.AnswerWithin, cancel);

    /// <summary>
    /// Every event after <paramref name="after"/>, past ones first, until the run has ended or the gateway stops: whoever follows goes on at
    /// another one from the last number it saw.
    /// </summary>
    public IAsyncEnumerable<RunHappened> FollowAsync(RunId run, long after, CancellationToken cancel) =>
        EventStream.ReadAsync<RunHappened, RunUnknown>(
            system,
            new(runs, $"training run '{run}'", seen => new FollowRun(run, seen), Unfollow: null, happened => happened.Sequence, happened => happened.Kind == RunEventKinds.Ended),
            after, lifetime.ApplicationStopping, cancel);

    private static ApiException Unknown(RunId run) => new(Problem.RequestUnknown, $"There is no training run '{run}'.");
}
