namespace EdgeActors.Learning.Strategies;

/// <summary>The median of each coordinate (Yin et al. 2018); the mean of the middle two when their number is even.</summary>
public sealed record CoordinateMedian : IRobustRule
{
    public int FewestUpdates => 1;

    public float[] Combine(IReadOnlyList<float[]> updates)
    {
        var median = new float[RobustInput.Check(this, updates)];
        var column = new float[updates.Count];
        var middle = updates.Count / 2;
        for (var i = 0; i < median.Length; i++)
        {
            for (var u = 0; u < column.Length; u++) column[u] = updates[u][i];
            Array.Sort(column);
            median[i] = column.Length % 2 == 1 ? column[middle] : (column[middle - 1] + column[middle]) / 2;
        }

        return median;
    }
}
