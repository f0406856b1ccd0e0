using Akka.Actor;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Partitions;

/// <summary>
/// Loads and runs one ONNX session, blocking: it lives on the inference dispatcher, whose few threads keep heavy work away from
/// heartbeats. Commands: <see cref="RunBatch"/>. Tells its parent <see cref="BatchRan"/> or <see cref="BatchFailed"/>.
/// </summary>
internal sealed class PartitionWorker : ReceiveActor
{
    public sealed record RunBatch(IReadOnlyList<PartitionMessages.RunPartition> Requests) : INoSerializationVerificationNeeded;

    public sealed record BatchRan(IReadOnlyList<IReadOnlyList<TensorData>> Results, double RunMs, bool CanBatch) : INoSerializationVerificationNeeded;

    public sealed record BatchFailed(Failure Failure) : INoSerializationVerificationNeeded;

    public const string Dispatcher = "edgeactors.inference-dispatcher";

    private readonly PartitionKey _key;
    private readonly PartitionSessionOptions _options;
    private readonly TimeProvider _time;
    private PartitionSession? _session;

    public PartitionWorker(PartitionKey key, PartitionSessionOptions options, TimeProvider time)
    {
        (_key, _options, _time) = (key, options, time);
        Receive<RunBatch>(batch => Sender.Tell(Run(batch)));
    }

    public static Props Props(PartitionKey key, PartitionSessionOptions options, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new PartitionWorker(key, options, time)).WithDispatcher(Dispatcher);

    protected override void PostStop() => _session?.Dispose();

    private object Run(RunBatch batch)
    {
        try
        {
            _session ??= new(_key.Path, _options);
            var start = _time.GetTimestamp();
            var results = _session.RunBatch([.. batch.Requests.Select(request => PartitionFeeds.Of(_session, request.Inputs, request.Question))]);
            return new BatchRan(results, _time.GetElapsedTime(start).TotalMilliseconds, _session.CanBatch);
        }
        catch (SessionException failure)
        {
            return new BatchFailed(new(FailureCodes.InferenceFailed, failure.Message));
        }
    }
}
