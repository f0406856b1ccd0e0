using Akka.Actor;
using EdgeActors.Actors.Steps;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Partitions.PartitionMessages;
using PartitionProfile = EdgeActors.Inference.Splits.PartitionProfile;

namespace EdgeActors.Actors.Agents;

/// <summary>
/// Makes one proposed pair runnable on the device: fetches what is missing, loads the head, and times it and every codec of its cut, since
/// the split is chosen by measured times. Tells its parent <see cref="TrialDone"/>, then stops.
/// </summary>
internal sealed class HeadTrialActor : ReceiveActor
{
    private const int WarmUps = 1;
    private const int Runs = 4;

    /// <summary>A model's time hardly depends on what it is asked.</summary>
    private const string AnyQuestion = "what";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Propose _propose;
    private readonly AgentServices _services;
    private readonly double _slowdown;
    private readonly bool _isTimed;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<double> _ms = [];
    private RunPartition? _run;
    private Bundle? _bundle;
    private int _left = WarmUps + Runs;
    private double _ranMs;

    /// <param name="isTimed">It has been, by this process: it need not run again.</param>
    public HeadTrialActor(Propose propose, DevicePolicyCheck policy, AgentServices services, double slowdown, bool isTimed)
    {
        (_propose, _services, _slowdown, _isTimed) = (propose, services, slowdown, isTimed);
        Receive<Fetched>(fetched => Load(fetched.Bundle, policy));
        Receive<PartitionRan>(Ran);
        Receive<AnswerRead>(read => Count(_ranMs + read.RunMs, []));
        Receive<Encoded>(encoded => End(new(_propose, _bundle, [Head(), .. encoded.Profiles], null)));
        Receive<PartitionRefused>(refused => End(new(_propose, null, [], refused.Failure)));
        Receive<Broken>(broken => End(new(_propose, null, [], broken.Failure)));
        FetchAsync(_stopping.Token).PipeTo(Self,
            success: bundle => new Fetched(bundle), failure: cause => new Broken(StepWork.FailureOf(cause)));
    }

    /// <summary>What the device's owner allows of a pair; null allows it.</summary>
    public delegate Failure? DevicePolicyCheck(Bundle? bundle, Pair pair);

    /// <param name="Bundle">Null at cut <c>input</c>, which needs none.</param>
    /// <param name="Profiles">Empty where nothing was timed.</param>
    public sealed record TrialDone(Propose Propose, Bundle? Bundle, IReadOnlyList<PartitionProfile> Profiles, Failure? Failure) : INoSerializationVerificationNeeded;

    public static Props Props(Propose propose, DevicePolicyCheck policy, AgentServices services, double slowdown, bool isTimed) =>
        Akka.Actor.Props.Create(() => new HeadTrialActor(propose, policy, services, slowdown, isTimed));

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<Bundle?> FetchAsync(CancellationToken stopping)
    {
        await Task.Yield();
        if (_propose.Files.Count == 0)
            return null;
        var cache = _services.Library.Cache;
        var bundle = cache.Contains(_propose.Pair.Bundle)
            ? cache.OpenBundle(_propose.Pair.Bundle)
            : cache.AddBundle(await BytesAsync(_propose.Pair.Bundle, stopping));
        foreach (var file in new[] { bundle.HeadFile(_propose.Pair.Cut) }.OfType<FileReference>().Concat(bundle.FilesBeside(_propose.Pair.Cut)))
            if (!cache.Contains(file.Sha256))
                cache.AddFile(file, await BytesAsync(file.Sha256, stopping));
        return bundle;
    }

    private async Task<byte[]> BytesAsync(string sha256, CancellationToken stopping)
    {
        var file = _propose.Files.FirstOrDefault(file => file.Sha256 == sha256)
            ?? throw new BundleException(BundleException.Missing, $"The proposal needs {sha256} and does not offer it.");
        return await File.ReadAllBytesAsync(await _services.Link.FetchBlobAsync(file, stopping), stopping);
    }

    private void Load(Bundle? bundle, DevicePolicyCheck policy)
    {
        _bundle = bundle;
        if (policy(bundle, _propose.Pair) is { } refusal)
        {
            End(new(_propose, null, [], refusal));
            return;
        }
        if (_isTimed || bundle?.HeadFile(_propose.Pair.Cut) is not { } head)
        {
            End(new(_propose, bundle, [], null));
            return;
        }
        try
        {
            _services.Library.Add(bundle);
            var picture = bundle.Picture ?? throw new BundleException(BundleException.Invalid, $"Model {bundle.Model} does not say how a picture becomes its input.");
            var blank = TensorData.OfFloats(picture.Tensor, picture.Shape, new float[picture.Shape.Aggregate(1L, (n, d) => n * d)]);
            _run = new(_services.Library.KeyOf(bundle, head), [blank], Patience) { Question = _services.Library.QuestionOf(bundle, AnyQuestion) };
            _services.Partitions.Tell(_run);
        }
        catch (InferenceException failure)
        {
            End(new(_propose, null, [], StepWork.FailureOf(failure)));
        }
    }

    /// <summary>The whole model's time is that of its answer, written by its decoder.</summary>
    private void Ran(PartitionRan ran)
    {
        _ranMs = ran.RunMs;
        if (_propose.Pair.Cut == CutNames.Output)
            _services.Partitions.Tell(new ReadAnswer(_bundle!, _services.Library.PathOf, ran.Outputs, AnyQuestion, Patience));
        else
            Count(ran.RunMs, ran.Outputs);
    }

    private void Count(double ms, IReadOnlyList<TensorData> outputs)
    {
        if (_left-- <= Runs)
            _ms.Add(ms * _slowdown);
        if (_left > 0)
            _services.Partitions.Tell(_run!);
        else if (_propose.Pair.Cut == CutNames.Output)
            End(new(_propose, _bundle, [Head()], null));
        else
            Task.Run(() => new Encoded(Encode(_bundle!, _bundle!.Cut(_propose.Pair.Cut), outputs)), _stopping.Token)
                .PipeTo(Self, failure: cause => new Broken(StepWork.FailureOf(cause)));
    }

    private PartitionProfile Head() => Profile(
        PartitionSide.Head, "", RunTimes.Of([.. _ms]), _propose.Pair.Cut == CutNames.Output ? _bundle!.PeakBytes : _bundle!.Cut(_propose.Pair.Cut).HeadPeakBytes);

    private List<PartitionProfile> Encode(Bundle bundle, BundleCut cut, IReadOnlyList<TensorData> features) => [.. cut.Codecs.Select(codec => Profile(
        PartitionSide.Encode, codec.Id, RunTimes.Measure(() => FeatureStream.Encode(features, codec.Id, cut), WarmUps, Runs, _services.Time)))];

    private PartitionProfile Profile(PartitionSide side, string codec, RunTimes times, long peakBytes = 0) => new(
        _propose.Pair.Bundle, _propose.Pair.Cut, side, codec, 1, times.P10Ms, times.P50Ms, times.P90Ms, times.Runs, peakBytes);

    private void End(TrialDone done)
    {
        Context.Parent.Tell(done);
        Context.Stop(Self);
    }

    private sealed record Fetched(Bundle? Bundle) : INoSerializationVerificationNeeded;

    private sealed record Encoded(IReadOnlyList<PartitionProfile> Profiles) : INoSerializationVerificationNeeded;

    private sealed record Broken(Failure Failure) : INoSerializationVerificationNeeded;
}
