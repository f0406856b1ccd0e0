using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// The device's half of the benchmark, in a process of its own inside the shaped namespace: makes requests one after another and times
/// each from picture to answer. Its work is stretched by a calibrated delay: each head and codec takes the stated multiple of the fastest
/// tenth of its runs on this machine, so that other work here does not count tenfold.
/// </summary>
internal sealed class DeviceEnd : IDisposable
{
    private const int SmallProbe = 64;
    private const int Pictures = 4;
    private const int WarmUpRounds = 3;

    // Requests after which the candidates are priced anew.
    private const int RenewEvery = 8;

    // How often a transfer under way is looked at.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly DeviceSetup _setup;
    private readonly TimeProvider _time;
    private readonly Bundle _bundle;
    private readonly PartitionSession _whole;
    private readonly PartitionSession[] _heads;
    private readonly ProfileBook _deviceTimes;
    private readonly ProfileBook _edgeTimes;
    private readonly Dictionary<(string Cut, string Codec), double> _workMs = [];
    private readonly byte[][] _pictures;
    private readonly TensorData[] _inputs;
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _reply = new byte[Frame.ReplyBytes];
    private SplitChooser _chooser;
    private int _learned;
    private LinkEstimator _link;
    private Func<double> _rate = () => double.PositiveInfinity;

    public DeviceEnd(DeviceSetup setup, TimeProvider time)
    {
        (_setup, _time, _link) = (setup, time, new LinkEstimator(time));
        var cache = new BundleCache(setup.Cache, long.MaxValue);
        _bundle = cache.OpenBundle(setup.Bundle);
        _whole = new PartitionSession(cache.PathOf(_bundle.Whole.Sha256));
        _heads = [.. _bundle.Cuts.Select(c => new PartitionSession(cache.PathOf(c.Head.Sha256)))];
        _pictures = [.. Enumerable.Range(0, Pictures).Select(BenchModel.Picture)];
        _inputs = [.. _pictures.Select(p => _bundle.Picture!.ToTensor(PictureDecoder.Decode(p)))];
        (_deviceTimes, _edgeTimes) = (new ProfileBook(time), new ProfileBook(time));
        foreach (var p in new PartitionProfiler(_bundle, cache, _time).OfDevice())
        {
            var ms = _workMs[(p.Cut, p.Codec)] = p.P10Ms * setup.Slowdown;
            _deviceTimes.Add(p with { P10Ms = ms, P50Ms = ms, P90Ms = ms });
        }
        foreach (var p in setup.EdgeProfiles) _edgeTimes.Add(p);
        _chooser = new SplitChooser(Candidates());
    }

    public IReadOnlyList<SplitCandidate> AllCandidates => _chooser.Candidates;

    public Task ConnectAsync(CancellationToken stop) => _client.ConnectAsync(IPEndPoint.Parse(_setup.Edge), stop).AsTask();

    public async Task<List<MeasuredRequest>> RunAsync(DeviceOrder order, CancellationToken stop)
    {
        var (requests, begin) = (new List<MeasuredRequest>(), _time.GetTimestamp());
        double Now() => _time.GetElapsedTime(begin).TotalMilliseconds;
        double TrueRate() => order.Trace.LastOrDefault(s => s.AtMs <= Now())?.BytesPerSecond ?? order.BytesPerSecond;
        _rate = TrueRate;
        _link = new LinkEstimator(_time);
        SplitChoice? present = null;
        if (order.Trace.Count == 0) await WarmUpAsync(order, stop);
        begin = _time.GetTimestamp();
        while (Now() < order.Seconds * 1000 || requests.Count < order.MinRequests)
        {
            var number = requests.Count % Pictures;
            if (order.Policy == SplitPolicy.Ours) await ProbeAsync(stop);
            // What a probe takes is not part of a request: in a running system it goes beside it.
            var (start, startMs) = (_time.GetTimestamp(), Now());
            var conditions = new SplitConditions { Link = LinkFor(order, TrueRate()), AccuracyLossBudget = _setup.AccuracyLossBudget, PictureBytes = _pictures[number].Length };
            present = order.Policy == SplitPolicy.Fixed ? null : order.Policy == SplitPolicy.Ours ? _chooser.Choose(conditions, present) : _chooser.Best(conditions);
            var (cut, codec) = present is null ? (order.Cut, order.Codec) : (present.Pair.Cut, present.Pair.Codec);
            var bytes = await RequestAsync(cut, codec, number, stop);
            requests.Add(new MeasuredRequest(
                startMs, cut, codec, _time.GetElapsedTime(start).TotalMilliseconds, order.Policy == SplitPolicy.Ours ? present!.TypicalMs : double.NaN, bytes));
        }
        return requests;
    }

    public void Dispose()
    {
        _client.Dispose();
        _whole.Dispose();
        foreach (var head in _heads) head.Dispose();
    }

    /// <summary>On a constant link the steady state is measured: connection, sessions and estimate are warm. A trace is measured from its first moment.</summary>
    private async Task WarmUpAsync(DeviceOrder order, CancellationToken stop)
    {
        for (var i = 0; i < WarmUpRounds; i++)
        {
            if (order.Policy == SplitPolicy.Fixed) await RequestAsync(order.Cut, order.Codec, i % Pictures, stop);
            else foreach (var size in new[] { SmallProbe, (int)Math.Clamp(order.BytesPerSecond / 20, 1 << 13, 1 << 16) }) await SendAsync(new Frame(Frame.Probe, new byte[size]), stop);
        }
    }

    /// <summary>The oracle is told the rate; its round trip is that of the namespace, which is next to nothing.</summary>
    private LinkEstimate LinkFor(DeviceOrder order, double rate) => order.Policy == SplitPolicy.Ours
        ? _link.Current
        : new LinkEstimate(rate, rate, 0.3, 1, TimeSpan.Zero, Expired: false);

    private async Task<double> RequestAsync(string cut, string codec, int picture, CancellationToken stop)
    {
        switch (cut)
        {
            case CutNames.Output:
                await WorkAsync(_workMs[(CutNames.Output, "")], () => _whole.Run([_inputs[picture]]), stop);
                return 0;
            case CutNames.Input:
                Learn(cut, codec, await SendAsync(new Frame(Frame.Picture, _pictures[picture]), stop));
                return Frame.HeaderBytes + _pictures[picture].Length;
            default:
                var index = _bundle.Cuts.ToList().FindIndex(c => c.Id == cut);
                var features = await WorkAsync(_workMs[(cut, "")] + _workMs[(cut, codec)], () => FeatureStream.Encode(_heads[index].Run([_inputs[picture]]), codec, _bundle.Cuts[index]), stop);
                Learn(cut, codec, await SendAsync(new Frame(index, features), stop));
                return Frame.HeaderBytes + features.Length;
        }
    }

    /// <summary>Runs, then waits until the calibrated time is over.</summary>
    private async Task<T> WorkAsync<T>(double calibratedMs, Func<T> work, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        var result = work();
        await PreciseDelay.WaitAsync(TimeSpan.FromMilliseconds(calibratedMs) - _time.GetElapsedTime(start), _time, stop);
        return result;
    }

    private async Task ProbeAsync(CancellationToken stop)
    {
        for (var n = 0; n < 4 && _link.DueProbe() is { } bytes; n++)
            foreach (var size in new[] { SmallProbe, bytes })
                await SendAsync(new Frame(Frame.Probe, new byte[size]), stop);
    }

    /// <summary>Sends, waits for the answer, and tells the estimate what the link alone took.</summary>
    private async Task<(double DecodeMs, double TailMs)> SendAsync(Frame frame, CancellationToken stop)
    {
        var start = _time.GetTimestamp();
        var bytes = frame.ToBytes();
        var stream = _client.GetStream();
        if (_setup.Paced) await new PacedStream(stream, _rate, _time).WriteAsync(bytes, stop);
        else await stream.WriteAsync(bytes, stop);

        var answer = stream.ReadExactlyAsync(_reply, stop).AsTask();
        while (await Task.WhenAny(answer, Task.Delay(LookEvery, _time, stop)) != answer)
            _link.ObserveUnfinished(bytes.Length, _time.GetElapsedTime(start));
        await answer;
        var (decodeMs, tailMs) = (BinaryPrimitives.ReadDoubleLittleEndian(_reply), BinaryPrimitives.ReadDoubleLittleEndian(_reply.AsSpan(8)));
        _link.Observe(bytes.Length, _time.GetElapsedTime(start) - TimeSpan.FromMilliseconds(decodeMs + tailMs));
        return (decodeMs, tailMs);
    }

    /// <summary>What the edge really took replaces what it took when it was profiled.</summary>
    private void Learn(string cut, string codec, (double DecodeMs, double TailMs) edge)
    {
        if (cut != CutNames.Input) _edgeTimes.Observe(_bundle.Id, cut, PartitionSide.Decode, codec, edge.DecodeMs);
        _edgeTimes.Observe(_bundle.Id, cut, PartitionSide.Tail, "", edge.TailMs);
        if (++_learned % RenewEvery == 0) _chooser = new SplitChooser(Candidates());
    }

    private IReadOnlyList<SplitCandidate> Candidates() => SplitCandidates.Of(_bundle, _deviceTimes, _edgeTimes, _pictures.Average(p => p.Length));
}
