using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Tracing;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Messages;
using static EdgeActors.Actors.Partitions.PartitionMessages;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;

namespace EdgeActors.Actors.Steps;

/// <summary>
/// The edge's part of one step: fetch or take the bytes, decode, run the tail (at cut <c>input</c> the whole model), write the answer.
/// Tells its parent <see cref="StepAnswered"/> or <see cref="StepFailed"/> before the step's time is up, then stops.
/// </summary>
public sealed class TailStepActor : ReceiveActor, IWithTimers
{
    private readonly ExecuteStep _step;
    private readonly Bundle _bundle;
    private readonly Received? _received;
    private readonly IActorRef _partitions;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<HopCost> _hops;
    private readonly long _startedAt;
    private double _tailMs;

    /// <param name="received">What came over the link; null when the picture is to be fetched from a blob store.</param>
    public TailStepActor(ExecuteStep step, Bundle bundle, BundleLibrary library, Received? received, IBlobExchange blobs, IActorRef partitions, TimeProvider time)
    {
        (_step, _bundle, _received, _partitions, _time) = (step, bundle, received, partitions, time);
        _startedAt = time.GetTimestamp();
        _hops = [.. received?.Hops ?? []];

        Receive<Decoded>(decoded =>
        {
            _hops.AddRange(decoded.Hops);
            RunTail(library, decoded.Inputs);
        });
        Receive<PartitionRan>(ran => ReadAnswer(library, ran));
        Receive<AnswerRead>(Answer);
        Receive<PartitionRefused>(refused => Fail(refused.Failure));
        Receive<Failed>(failed => Fail(failed.Failure));
        Receive<DeadlineReached>(_ => Fail(new(FailureCodes.DeadlinePassed, $"Step {_step.Step} did not finish on the edge in {_step.Remaining.TotalMilliseconds:0} ms.")));

        DecodeAsync(blobs, _stopping.Token).PipeTo(Self, success: decoded => decoded, failure: cause => new Failed(StepWork.FailureOf(cause)));
    }

    /// <summary>What came over the link for a step.</summary>
    /// <param name="Hops">What it cost so far, on the device and on the way.</param>
    /// <param name="LinkBytes">Both ways.</param>
    public sealed record Received(ReadOnlyMemory<byte> Payload, ValueArray<HopCost> Hops, long LinkBytes);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        ExecuteStep step, Bundle bundle, BundleLibrary library, Received? received, IBlobExchange blobs, IActorRef partitions, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new TailStepActor(step, bundle, library, received, blobs, partitions, time));

    protected override void PreStart() => Timers.StartSingleTimer(DeadlineReached.Instance, DeadlineReached.Instance, _step.Remaining);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private TimeSpan Remaining => _step.Remaining - _time.GetElapsedTime(_startedAt);

    private async Task<Decoded> DecodeAsync(IBlobExchange blobs, CancellationToken stopping)
    {
        await Task.Yield(); // the rest runs on the thread pool, not on the mailbox
        var hops = new List<HopCost>();
        var payload = _received?.Payload;
        if (payload is null)
        {
            var blob = _step.Picture.Blob ?? throw new BlobUnavailableException($"The picture of step {_step.Step} is on its device, and nothing came from there.");
            var fetching = _time.GetTimestamp();
            payload = await File.ReadAllBytesAsync(await blobs.FetchAsync(blob, stopping), stopping);
            hops.Add(Hop(HopNames.FetchPicture, fetching));
        }
        var decoding = _time.GetTimestamp();
        if (_step.Pair.Cut == SplitPair.RawInput)
        {
            var inputs = StepWork.InputsOf(_bundle, payload.Value.ToArray());
            hops.Add(Hop(HopNames.DecodePicture, decoding));
            return new(inputs, hops);
        }
        var features = FeatureStream.Decode(payload.Value.Span, _bundle.Cut(_step.Pair.Cut));
        hops.Add(Hop(HopNames.Decode, decoding));
        return new(features, hops);
    }

    private void RunTail(BundleLibrary library, IReadOnlyList<TensorData> inputs)
    {
        try
        {
            var file = _bundle.TailFile(_step.Pair.Cut)!;
            _partitions.Tell(new RunPartition(library.KeyOf(_bundle, file), inputs, Remaining) { Question = library.QuestionOf(_bundle, _step.Question) });
        }
        catch (Inference.InferenceException failure)
        {
            Fail(StepWork.FailureOf(failure));
        }
    }

    private void ReadAnswer(BundleLibrary library, PartitionRan ran)
    {
        _tailMs = ran.RunMs;
        _partitions.Tell(new ReadAnswer(_bundle, library.PathOf, ran.Outputs, _step.Question, Remaining));
    }

    /// <summary>Writing the answer is part of the tail: no cut takes it away from there.</summary>
    private void Answer(AnswerRead read)
    {
        // What no piece of work explains was waiting: for the partition, for company in a batch, for a processor.
        var worked = _hops.Skip(_received?.Hops.Count ?? 0).Sum(hop => hop.MeasuredMs) + _tailMs + read.RunMs;
        _hops.Add(new(HopNames.Queue, _step.PredictedMs(HopNames.Queue), Math.Max(0, _time.GetElapsedTime(_startedAt).TotalMilliseconds - worked)));
        _hops.Add(new(HopNames.Tail, _step.PredictedMs(HopNames.Tail), _tailMs + read.RunMs));
        Trace(null);
        Context.Parent.Tell(new StepAnswered(_step.Device, _step.Step, new(
            _step.Pair, _step.Version, _step.Pair.Cut == SplitPair.RawInput ? StepPlaces.Edge : StepPlaces.DeviceAndEdge,
            _hops.ToValueArray(), _received?.LinkBytes ?? 0, read.Answer)));
        Context.Stop(Self);
    }

    private void Fail(Failure failure)
    {
        Trace(failure);
        Context.Parent.Tell(new StepFailed(_step.Device, _step.Step, failure));
        Context.Stop(Self);
    }

    /// <summary>The link is timed from here; what the device did, it traces itself.</summary>
    private void Trace(Failure? failure) => Spans.Record(
        "edge", _step.Step, _step.TraceParent, _hops.Where((hop, i) => i >= (_received?.Hops.Count ?? 0) || hop.Name == HopNames.Uplink), _time.GetUtcNow(), failure);

    private HopCost Hop(string name, long since) => new(name, _step.PredictedMs(name), _time.GetElapsedTime(since).TotalMilliseconds);

    private sealed record Decoded(IReadOnlyList<TensorData> Inputs, IReadOnlyList<HopCost> Hops) : INoSerializationVerificationNeeded;

    private sealed record Failed(Failure Failure) : INoSerializationVerificationNeeded;

    private sealed record DeadlineReached : INoSerializationVerificationNeeded
    {
        public static DeadlineReached Instance { get; } = new();
    }
}
