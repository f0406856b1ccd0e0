using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Tracing;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Partitions.PartitionMessages;
using Answer = EdgeActors.Messages.Answer;

namespace EdgeActors.Actors.Steps;

/// <summary>
/// The device's part of one step: load the picture, run the head, encode and send; or run everything and answer. Tells its parent
/// <see cref="HeadDone"/>, then stops.
/// </summary>
public sealed class HeadStepActor : ReceiveActor, IWithTimers
{
    private readonly RunStep _step;
    private readonly string _traceParent;
    private readonly SplitPair _pair;
    private readonly Bundle? _bundle;
    private readonly AgentServices _services;
    private readonly SlowerDevice _pace;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<HopCost> _hops = [];
    private readonly long _startedAt;
    private double _headMs;
    private long _pacedAt;

    /// <param name="traceParent">W3C trace context of the attempt; empty where nobody traces.</param>
    public HeadStepActor(RunStep step, string traceParent, Bundle? bundle, PictureFolder pictures, AgentServices services, SlowerDevice pace)
    {
        (_step, _traceParent, _bundle, _services, _pace) = (step, traceParent, bundle, services, pace);
        _pair = step.Pair.ToDomain();
        _startedAt = services.Time.GetTimestamp();

        Receive<Loaded>(Continue);
        Receive<PartitionRan>(Ran);
        Receive<AnswerRead>(read =>
        {
            _headMs += read.RunMs;
            Pace(new Answered(read.Answer), "answer", read.RunMs);
        });
        Receive<FeaturesOut>(features =>
        {
            Paced();
            _hops.Add(new(HopNames.Head, double.NaN, _headMs));
            SendFeatures(features.Outputs);
        });
        Receive<WholeRan>(whole =>
        {
            Paced();
            _services.Partitions.Tell(new ReadAnswer(_bundle!, _services.Library.PathOf, whole.Outputs, _step.Question, Remaining));
        });
        Receive<Answered>(answered =>
        {
            Paced();
            _hops.Add(new(HopNames.Head, double.NaN, _headMs));
            End(new(_step, answered.Answer, null, Account(_hops)));
        });
        Receive<Sent>(sent => End(sent.Refusal is null
            ? new(_step, null, null, _hops)
            : Failed(new(FailureCodes.TensorCorrupt, $"The edge did not take the tensor: {sent.Refusal}."))));
        Receive<PartitionRefused>(refused => End(Failed(refused.Failure)));
        Receive<Broken>(broken => End(Failed(broken.Failure)));
        Receive<DeadlineReached>(_ => End(Failed(new(FailureCodes.DeadlinePassed, $"The device did not finish its part in {step.RemainingMs:0} ms."))));

        LoadAsync(pictures, _stopping.Token).PipeTo(Self, success: loaded => loaded, failure: Break);
    }

    /// <summary>The device's part is over: with an answer, with a failure, or with the tensor at the edge (neither).</summary>
    public sealed record HeadDone(RunStep Step, Answer? Answer, Failure? Failure, IReadOnlyList<HopCost> Hops) : INoSerializationVerificationNeeded;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RunStep step, string traceParent, Bundle? bundle, PictureFolder pictures, AgentServices services, SlowerDevice pace) =>
        Akka.Actor.Props.Create(() => new HeadStepActor(step, traceParent, bundle, pictures, services, pace));

    protected override void PreStart() =>
        Timers.StartSingleTimer(DeadlineReached.Instance, DeadlineReached.Instance, TimeSpan.FromMilliseconds(Math.Max(1, _step.RemainingMs)));

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private TimeSpan Remaining => TimeSpan.FromMilliseconds(_step.RemainingMs) - _services.Time.GetElapsedTime(_startedAt);

    private async Task<Loaded> LoadAsync(PictureFolder pictures, CancellationToken stopping)
    {
        await Task.Yield(); // the rest runs on the thread pool, not on the mailbox
        var hops = new List<HopCost>();
        string path;
        if (_step.Picture.WhereCase == PictureSource.WhereOneofCase.Blob)
        {
            var fetching = _services.Time.GetTimestamp();
            path = await _services.Link.FetchBlobAsync(_step.Picture.Blob, stopping);
            hops.Add(Hop(HopNames.FetchPicture, fetching, _step.Picture.Blob.Length));
        }
        else
            path = pictures.PathOf(_step.Picture.OnDevice);
        var bytes = await File.ReadAllBytesAsync(path, stopping);
        if (_pair.Cut == SplitPair.RawInput)
            return new(bytes, [], hops);
        var decoding = _services.Time.GetTimestamp();
        var bundle = _bundle ?? throw new BundleException(BundleException.Missing, $"This device does not hold bundle {_pair.Bundle}; propose it again.");
        var inputs = StepWork.InputsOf(bundle, bytes);
        hops.Add(Hop(HopNames.DecodePicture, decoding));
        return new(bytes, inputs, hops);
    }

    private void Continue(Loaded loaded)
    {
        _hops.AddRange(loaded.Hops);
        if (_pair.Cut == SplitPair.RawInput)
            Send(Task.FromResult(new Encoded(loaded.Bytes, [])));
        else
            Try(() => _services.Partitions.Tell(
                new RunPartition(_services.Library.KeyOf(_bundle!, _bundle!.HeadFile(_pair.Cut)!), loaded.Inputs, Remaining)
                {
                    Question = _services.Library.QuestionOf(_bundle!, _step.Question),
                }));
    }

    private void Ran(PartitionRan ran)
    {
        _headMs = ran.RunMs;
        Pace(_pair.Cut == SplitPair.WholeModel ? new WholeRan(ran.Outputs) : new FeaturesOut(ran.Outputs), _pair.Cut, ran.RunMs);
    }

    /// <summary>A machine that stands in for a slower one takes as long as that one would.</summary>
    private void Pace(object next, string work, double ranMs)
    {
        _pacedAt = _services.Time.GetTimestamp();
        if (_pace.DelayMs($"{_pair.Bundle} {work}", ranMs) is > 0 and var delayMs)
            Task.Delay(TimeSpan.FromMilliseconds(delayMs), _services.Time, _stopping.Token).PipeTo(Self, success: () => next, failure: Break);
        else
            Self.Tell(next);
    }

    /// <summary>As long as it took and not as long as it was meant to take: timers are coarse.</summary>
    private void Paced() => _headMs += _services.Time.GetElapsedTime(_pacedAt).TotalMilliseconds;

    /// <summary>
    /// The hops, and first what none of them explains: waiting for a partition, for a processor, for the file. So they add up to the time from
    /// the step's arrival to now, and the edge can tell the device's share from the link's.
    /// </summary>
    private List<HopCost> Account(IEnumerable<HopCost> work)
    {
        var hops = work.ToList();
        var waited = _services.Time.GetElapsedTime(_startedAt).TotalMilliseconds - hops.Sum(hop => hop.MeasuredMs);
        return [new(HopNames.DeviceQueue, double.NaN, Math.Max(0, waited)), .. hops];
    }

    private void SendFeatures(IReadOnlyList<TensorData> outputs) => Send(Task.Run(() =>
    {
        var encoding = _services.Time.GetTimestamp();
        var bytes = FeatureStream.Encode(outputs, _pair.Codec, _bundle!.Cut(_pair.Cut));
        return new Encoded(bytes, [Hop(HopNames.Encode, encoding)]);
    }, _stopping.Token));

    private void Send(Task<Encoded> encoding) => SendAsync(encoding, _stopping.Token).PipeTo(Self, success: sent => new Sent(sent.Refusal), failure: Break);

    private async Task<TensorSent> SendAsync(Task<Encoded> encoding, CancellationToken stopping)
    {
        var encoded = await encoding;
        var header = new TensorHeader { Step = _step.Step, Pair = _step.Pair, Hops = { Account(_hops.Concat(encoded.Hops)).Select(hop => hop.ToWire()) } };
        return await _services.Link.SendTensorAsync(header, encoded.Bytes, stopping);
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (InferenceException failure)
        {
            End(Failed(StepWork.FailureOf(failure)));
        }
    }

    private void End(HeadDone done)
    {
        Spans.Record("device", StepKey.Parse(_step.Step), _traceParent, done.Hops, _services.Time.GetUtcNow(), done.Failure);
        Context.Parent.Tell(done);
        Context.Stop(Self);
    }

    private HeadDone Failed(Failure failure) => new(_step, null, failure, _hops);

    private static object Break(Exception cause) => new Broken(StepWork.FailureOf(cause));

    private HopCost Hop(string name, long since, long bytes = 0) =>
        new(name, double.NaN, _services.Time.GetElapsedTime(since).TotalMilliseconds, bytes);

    private sealed record Loaded(byte[] Bytes, IReadOnlyList<TensorData> Inputs, IReadOnlyList<HopCost> Hops) : INoSerializationVerificationNeeded;

    private sealed record Encoded(byte[] Bytes, IReadOnlyList<HopCost> Hops);

    private sealed record FeaturesOut(IReadOnlyList<TensorData> Outputs) : INoSerializationVerificationNeeded;

    private sealed record WholeRan(IReadOnlyList<TensorData> Outputs) : INoSerializationVerificationNeeded;

    private sealed record Answered(Answer Answer) : INoSerializationVerificationNeeded;

    private sealed record Sent(string? Refusal) : INoSerializationVerificationNeeded;

    private sealed record Broken(Failure Failure) : INoSerializationVerificationNeeded;

    private sealed record DeadlineReached : INoSerializationVerificationNeeded
    {
        public static DeadlineReached Instance { get; } = new();
    }
}
