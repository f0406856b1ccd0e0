namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>How many bytes a second a link carries, over time: pieces of constant goodput, the last of which goes on for ever.</summary>
public sealed class BandwidthTrace
{
    private readonly double[] _startMs;
    private readonly double[] _goodput;

    /// <param name="pieces">From 0 ms on, ascending.</param>
    public BandwidthTrace(IReadOnlyList<(double StartMs, double BytesPerSecond)> pieces)
    {
        if (pieces.Count == 0 || pieces[0].StartMs != 0) throw new ArgumentException("A trace begins at 0 ms.", nameof(pieces));
        _startMs = [.. pieces.Select(p => p.StartMs)];
        _goodput = [.. pieces.Select(p => Math.Max(p.BytesPerSecond, 1))];
    }

    public IReadOnlyList<(double StartMs, double BytesPerSecond)> Pieces => [.. _startMs.Zip(_goodput)];

    public double DurationMs => _startMs[^1];

    public static BandwidthTrace Constant(double bytesPerSecond) => new([(0, bytesPerSecond)]);

    /// <summary>
    /// Looks like a link recorded on the move: between levels drawn log-uniformly it steps every 4 to 15 s; around each level it wanders
    /// (a first-order autoregression on a log scale, every 100 ms); now and then it fades to a tenth for 0.3 to 1.5 s.
    /// </summary>
    public static BandwidthTrace FadesAndSteps(int seed, double seconds, double slowest = 10_000, double fastest = 5_000_000)
    {
        const double TickMs = 100, Wander = 0.08, Memory = 0.9, FadeDepth = 0.1, FadesPerSecond = 0.08;
        var random = new Random(seed);
        var pieces = new List<(double, double)>();
        double level = 0, levelEnds = 0, fadeEnds = 0, drift = 0;
        for (var t = 0.0; t < seconds * 1000; t += TickMs)
        {
            if (t >= levelEnds)
            {
                level = Math.Exp(Math.Log(slowest) + random.NextDouble() * Math.Log(fastest / slowest));
                levelEnds = t + 4000 + random.NextDouble() * 11_000;
            }
            if (t >= fadeEnds && random.NextDouble() < FadesPerSecond * TickMs / 1000) fadeEnds = t + 300 + random.NextDouble() * 1200;
            drift = Memory * drift + Wander * Normal(random);
            pieces.Add((t, level * Math.Exp(drift) * (t < fadeEnds ? FadeDepth : 1)));
        }
        return new BandwidthTrace(pieces);
    }

    /// <summary>Levels in turn, each for the same time: for seeing how fast a step is noticed.</summary>
    public static BandwidthTrace Steps(double everyMs, params double[] bytesPerSecond) =>
        new([.. bytesPerSecond.Select((b, i) => (i * everyMs, b))]);

    public double GoodputAt(double ms) => _goodput[PieceAt(ms)];

    /// <summary>How long the bytes of a transfer take that begins at a moment, without any round trip.</summary>
    public double TransferMs(double startMs, double bytes)
    {
        var (piece, at, left) = (PieceAt(startMs), startMs, bytes);
        while (left > 0)
        {
            var ends = piece + 1 < _startMs.Length ? _startMs[piece + 1] : double.PositiveInfinity;
            var carried = (ends - at) / 1000 * _goodput[piece];
            if (carried >= left) return at + left / _goodput[piece] * 1000 - startMs;
            left -= carried;
            at = ends;
            piece++;
        }
        return at - startMs;
    }

    /// <summary>What the link could have carried between two moments, bytes.</summary>
    public double BytesBetween(double fromMs, double toMs)
    {
        var (piece, at, bytes) = (PieceAt(fromMs), fromMs, 0.0);
        while (at < toMs)
        {
            var ends = Math.Min(toMs, piece + 1 < _startMs.Length ? _startMs[piece + 1] : double.PositiveInfinity);
            bytes += (ends - at) / 1000 * _goodput[piece++];
            at = ends;
        }
        return bytes;
    }

    private int PieceAt(double ms)
    {
        var at = Array.BinarySearch(_startMs, ms);
        return Math.Max(0, at >= 0 ? at : ~at - 1);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
