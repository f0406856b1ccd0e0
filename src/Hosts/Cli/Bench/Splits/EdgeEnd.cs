using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The edge's half of the benchmark: receives features or pictures, runs the tail or the whole, answers.</summary>
internal sealed class EdgeEnd : IDisposable
{
    private readonly Bundle _bundle;
    private readonly TimeProvider _time;
    private readonly TcpListener _listener;
    private readonly PartitionSession _whole;
    private readonly PartitionSession[] _tails;

    public EdgeEnd(Bundle bundle, BundleCache cache, IPAddress address, TimeProvider time)
    {
        (_bundle, _time) = (bundle, time);
        _whole = new PartitionSession(cache.PathOf(bundle.Whole.Sha256));
        _tails = [.. bundle.Cuts.Select(c => new PartitionSession(cache.PathOf(c.Tail.Sha256)))];
        _listener = new TcpListener(address, 0);
        _listener.Start();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Serves one device until it hangs up.</summary>
    public async Task ServeAsync(CancellationToken stop)
    {
        using var client = await _listener.AcceptTcpClientAsync(stop);
        client.NoDelay = true;
        var stream = client.GetStream();
        var reply = new byte[Frame.ReplyBytes];
        while (await Frame.ReadAsync(stream, stop) is { } frame)
        {
            var (label, decodeMs, tailMs) = Answer(frame);
            BinaryPrimitives.WriteDoubleLittleEndian(reply, decodeMs);
            BinaryPrimitives.WriteDoubleLittleEndian(reply.AsSpan(8), tailMs);
            BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(16), label);
            await stream.WriteAsync(reply, stop);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _whole.Dispose();
        foreach (var tail in _tails) tail.Dispose();
    }

    private (int Label, double DecodeMs, double TailMs) Answer(Frame frame)
    {
        if (frame.Cut == Frame.Probe) return (-1, 0, 0);
        var start = _time.GetTimestamp();
        if (frame.Cut == Frame.Picture)
        {
            var answer = BestLabel(_whole.Run([_bundle.Picture!.ToTensor(PictureDecoder.Decode(frame.Payload))]));
            return (answer, 0, _time.GetElapsedTime(start).TotalMilliseconds);
        }
        var features = FeatureStream.Decode(frame.Payload, _bundle.Cuts[frame.Cut]);
        var decoded = _time.GetElapsedTime(start).TotalMilliseconds;
        var label = BestLabel(_tails[frame.Cut].Run(features));
        return (label, decoded, _time.GetElapsedTime(start).TotalMilliseconds - decoded);
    }

    private static int BestLabel(IReadOnlyList<TensorData> logits) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits[0].Floats);
}
