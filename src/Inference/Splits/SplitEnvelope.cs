namespace EdgeActors.Inference.Splits;

/// <summary>
/// Which cut is best at which goodput, worked out beforehand. A candidate's cost is a line over the time that a byte takes,
/// <c>fixed + charged bytes · ms/byte</c>; only those on the lower envelope of all lines can ever be best, and between two neighbouring crossings
/// one of them is. Round trip and edge queue move all lines alike, so they do not matter here.
/// </summary>
public sealed class SplitEnvelope
{
    private readonly Line[] _lines;
    private readonly double[] _from;

    private SplitEnvelope(Line[] lines, double[] from) => (_lines, _from) = (lines, from);

    /// <summary>From the fastest link to the slowest: each candidate and the ms/byte from which it is best.</summary>
    public IReadOnlyList<(SplitCandidate Candidate, double FromMsPerByte)> Pieces => [.. _lines.Zip(_from, (l, f) => (l.Candidate, f))];

    /// <param name="candidates">Those that send something and may be chosen.</param>
    public static SplitEnvelope Of(IEnumerable<SplitCandidate> candidates)
    {
        // Of equal bytes only the cheapest; then from the steepest line (best where a byte costs nothing) to the flattest.
        var lines = candidates
            .Select(c => new Line(c, c.Cautious.Device + c.Cautious.Edge, c.Bytes))
            .OrderByDescending(l => l.Bytes).ThenBy(l => l.Fixed);
        var (hull, from) = (new List<Line>(), new List<double>());
        foreach (var line in lines)
        {
            if (hull.Count > 0 && hull[^1].Bytes <= line.Bytes) continue;
            while (hull.Count > 0 && Crossing(hull[^1], line) <= from[^1])
            {
                hull.RemoveAt(hull.Count - 1);
                from.RemoveAt(from.Count - 1);
            }
            from.Add(hull.Count == 0 ? 0 : Crossing(hull[^1], line));
            hull.Add(line);
        }
        return new SplitEnvelope([.. hull], [.. from]);
    }

    /// <returns>Null where there are no candidates.</returns>
    public SplitCandidate? At(double msPerByte)
    {
        if (_lines.Length == 0) return null;
        var at = Array.BinarySearch(_from, msPerByte);
        return _lines[Math.Max(0, at >= 0 ? at : ~at - 1)].Candidate;
    }

    /// <summary>The ms/byte from which the flatter line is the lower one.</summary>
    private static double Crossing(Line steep, Line flat) => (flat.Fixed - steep.Fixed) / (steep.Bytes - flat.Bytes);

    private readonly record struct Line(SplitCandidate Candidate, double Fixed, double Bytes);
}
