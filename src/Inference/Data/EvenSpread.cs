namespace EdgeActors.Inference.Data;

/// <summary>Some of a set, evenly over it, so that every kind is there where a set is sorted by kind.</summary>
public static class EvenSpread
{
    /// <summary>At most so many indices below <paramref name="count"/>, ascending.</summary>
    public static IEnumerable<int> Indices(int count, int most)
    {
        most = Math.Min(most, count);
        return Enumerable.Range(0, most).Select(i => (int)((long)i * count / most));
    }
}
