using System.Buffers.Binary;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// Complete for small cohorts; for large ones a Harary graph over a random order (Bell et al. 2020, section 3.2): position i of the order is joined to the
/// k/2 next on either side. Cost per device then grows with k, not with the cohort.
/// </summary>
internal sealed class NeighbourGraph
{
    private readonly int[] _order;
    private readonly int[] _place;

    public NeighbourGraph(int devices, int degree, ReadOnlySpan<byte> transcript)
    {
        if (degree < 0 || degree % 2 != 0) throw new ArgumentException($"a degree of {degree}: it is even, or 0 for a complete graph");
        Degree = degree == 0 || degree >= devices - 1 ? devices - 1 : degree;
        _order = [.. Enumerable.Range(0, devices)];
        new SeededRandom(new Seed(BinaryPrimitives.ReadUInt64LittleEndian(transcript)).Derive("neighbours")).Shuffle<int>(_order);
        _place = new int[devices];
        for (var place = 0; place < devices; place++) _place[_order[place]] = place;
    }

    public int Degree { get; }

    public IEnumerable<int> Of(int device)
    {
        var devices = _order.Length;
        if (Degree == devices - 1) return Enumerable.Range(0, devices).Where(other => other != device);
        var place = _place[device];
        return Enumerable.Range(1, Degree / 2)
            .SelectMany(step => new[] { _order[(place + step) % devices], _order[(place - step + devices) % devices] })
            .Order();
    }
}
