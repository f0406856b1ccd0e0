namespace EdgeActors.Learning.Strategies;

/// <summary>
/// Multi-Krum (Blanchard et al. 2017): scores each update by its squared distances to its n − f − 2 nearest others and takes the mean of the
/// <paramref name="Selected"/> best; with one it is Krum. The paper's guarantee wants n ≥ 2f + 3.
/// </summary>
/// <param name="Byzantine">f: how many updates may lie.</param>
/// <param name="Selected">How many of the best are averaged.</param>
public sealed record MultiKrum(int Byzantine, int Selected) : IRobustRule
{
    public int FewestUpdates => Math.Max(2 * Byzantine + 3, Selected);

    public static MultiKrum Krum(int byzantine) => new(byzantine, 1);

    public float[] Combine(IReadOnlyList<float[]> updates)
    {
        var length = RobustInput.Check(this, updates);
        var scores = Scores(updates);
        var best = Enumerable.Range(0, updates.Count).OrderBy(u => scores[u]).Take(Selected).Order().ToArray(); // OrderBy is stable: ties go by position
        var mean = new float[length];
        for (var i = 0; i < length; i++)
        {
            var sum = 0.0;
            foreach (var u in best) sum += updates[u][i];
            mean[i] = (float)(sum / best.Length);
        }

        return mean;
    }

    private double[] Scores(IReadOnlyList<float[]> updates)
    {
        var count = updates.Count;
        var distances = new double[count, count];
        for (var a = 0; a < count; a++)
        {
            for (var b = a + 1; b < count; b++) distances[a, b] = distances[b, a] = SquaredDistance(updates[a], updates[b]);
        }

        var scores = new double[count];
        for (var a = 0; a < count; a++)
        {
            scores[a] = Enumerable.Range(0, count).Where(b => b != a).Select(b => distances[a, b]).Order().Take(count - Byzantine - 2).Sum();
        }

        return scores;
    }

    /// <summary>In double and in order: a vector sum's grouping depends on the processor's width, and the selection must not.</summary>
    private static double SquaredDistance(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = (double)a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
