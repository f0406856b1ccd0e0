using System.Collections.Immutable;

namespace EdgeActors.Learning.Data;

/// <summary>How a labelled data set is spread over simulated devices. The same seed gives the same spread everywhere.</summary>
public static class DataPartition
{
    /// <summary>A Dirichlet draw that leaves a device with fewer examples than this is drawn again (Li et al. 2022, NIID-Bench).</summary>
    public const int FewestExamples = 10;

    /// <summary>Independent and identically distributed: shuffled, then dealt out.</summary>
    /// <returns>Example indices, ascending, per device.</returns>
    public static ImmutableArray<ImmutableArray<int>> Uniform(int examples, int devices, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(devices, examples);
        var order = Enumerable.Range(0, examples).ToArray();
        new SeededRandom(seed.Derive("uniform partition")).Shuffle<int>(order);
        return [.. Enumerable.Range(0, devices).Select(device => order.Where((_, at) => at % devices == device).Order().ToImmutableArray())];
    }

    /// <summary>
    /// Label skew: each class is split over the devices in proportions drawn from Dirichlet(α) (Hsu, Qi, Brown 2019). Large α is nearly uniform; at 0.5 most
    /// devices lack some classes.
    /// </summary>
    /// <returns>Example indices, ascending, per device.</returns>
    public static ImmutableArray<ImmutableArray<int>> Dirichlet(IReadOnlyList<int> labels, int devices, double alpha, Seed seed)
    {
        if (labels.Count < FewestExamples * devices)
            throw new ArgumentException($"{labels.Count} examples cannot give {devices} devices {FewestExamples} each");
        var classes = labels.Select((label, index) => (label, index)).GroupBy(pair => pair.label, pair => pair.index).OrderBy(group => group.Key)
            .Select(group => group.ToArray()).ToArray();
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var random = new SeededRandom(seed.Derive("dirichlet partition", $"{attempt}"));
            var devicesExamples = Draw(classes, labels.Count, devices, alpha, random);
            if (devicesExamples.All(examples => examples.Count >= FewestExamples))
                return [.. devicesExamples.Select(examples => examples.Order().ToImmutableArray())];
        }

        throw new ArgumentException($"no Dirichlet({alpha}) split gave {devices} devices {FewestExamples} examples each: raise alpha or use fewer devices");
    }

    private static List<int>[] Draw(int[][] classes, int total, int devices, double alpha, SeededRandom random)
    {
        var held = Enumerable.Range(0, devices).Select(_ => new List<int>()).ToArray();
        foreach (var examples in classes)
        {
            var order = examples.ToArray();
            random.Shuffle<int>(order);
            // A device that already has its even share gets no more of this class, as in NIID-Bench: sizes stay comparable, labels skewed.
            var shares = held.Select(h => random.NextGamma(alpha) * (h.Count < (double)total / devices ? 1 : 0)).ToArray();
            var sum = shares.Sum();
            if (sum == 0) (shares[0], sum) = (1, 1);
            double cumulative = 0;
            var start = 0;
            for (var device = 0; device < devices; device++)
            {
                cumulative += shares[device] / sum;
                var end = device == devices - 1 ? order.Length : Math.Min(order.Length, (int)(cumulative * order.Length));
                held[device].AddRange(order.AsSpan(start, end - start));
                start = end;
            }
        }

        return held;
    }
}
