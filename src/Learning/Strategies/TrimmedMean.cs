namespace EdgeActors.Learning.Strategies;

/// <summary>Drops the largest and smallest share of each coordinate, then takes the mean (Yin et al. 2018).</summary>
/// <param name="Share">Dropped at each end, in [0, 0.5).</param>
public sealed record TrimmedMean(double Share) : IRobustRule
{
    public int FewestUpdates => 1;

    public float[] Combine(IReadOnlyList<float[]> updates)
    {
        if (Share is not (>= 0 and < 0.5)) throw new ArgumentException($"a trimmed share is in [0, 0.5), not {Share}");
        var mean = new float[RobustInput.Check(this, updates)];
        var dropped = (int)(Share * updates.Count);
        var column = new float[updates.Count];
        for (var i = 0; i < mean.Length; i++)
        {
            for (var u = 0; u < column.Length; u++) column[u] = updates[u][i];
            Array.Sort(column);
            var sum = 0.0;
            foreach (var value in column.AsSpan(dropped, column.Length - 2 * dropped)) sum += value;
            mean[i] = (float)(sum / (column.Length - 2 * dropped));
        }

        return mean;
    }
}
