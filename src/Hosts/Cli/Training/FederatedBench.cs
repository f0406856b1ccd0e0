using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Bench;
using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Cli.Training;

/// <summary>Runs federated plans over devices in this process. Bytes are counted as they would cross the link; link times are computed from them.</summary>
internal sealed class FederatedBench(FederatedPictures pictures, int threads, Action<string> progress)
{
    // The source study's links.
    private const double LinkUp = 250_000;
    private const double LinkDown = 500_000;
    private const double Target = 0.70;

    /// <summary>Channels at 32x32, 16x16, 8x8 and 4x4: what a few hundred KB/s and a few rounds carry.</summary>
    private static readonly int[] Widths = [8, 16, 24, 32];

    public FederatedBenchReport Run(IReadOnlyList<FederatedCase> cases, CancellationToken cancellation)
    {
        var network = TrainableNetwork.Of(ResidualNetwork.Build(pictures.Train.Labels.Count, Widths, seed: 1));
        progress($"{pictures.Description}; {network.Layout.Count:N0} parameters");
        var results = cases.Select(one => Run(one, network, cancellation)).ToList();
        return new(Machine.Describe(), pictures.Description, $"residual group-norm net {string.Join("-", Widths)}", network.Layout.Count, LinkUp, LinkDown, Target, results);
    }

    private FederatedCaseResult Run(FederatedCase one, TrainableNetwork network, CancellationToken cancellation)
    {
        var problems = PlanCheck.Problems(one.Plan);
        if (!problems.IsEmpty)
            throw new InvalidOperationException($"case {one.Name}: {string.Join("; ", problems)}");
        using var simulation = new FederatedSimulation(one.Plan, network, pictures.Train, pictures.Test, pictures.Normalization, threads);
        var began = Stopwatch.GetTimestamp();
        var (up, down, link) = (0L, 0L, 0.0);
        double? toTarget = null;
        List<double> curve = [];
        for (var i = 0; i < one.Plan.Rounds; i++)
        {
            var round = simulation.Next(cancellation);
            up += round.BytesUp;
            down += round.BytesDown;
            link += round.LinkTime(LinkUp, LinkDown).TotalSeconds;
            curve.Add(round.Accuracy ?? double.NaN);
            if (round.Accuracy >= Target)
                toTarget ??= link;
            progress(string.Create(CultureInfo.InvariantCulture,
                $"{one.Name} round {round.Number}/{one.Plan.Rounds}: loss {round.Loss:0.000}, accuracy {100 * round.Accuracy ?? 0:0.0} %, {(up + down) / 1e6:0.00} MB, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        }

        return new(one.Name, one.Plan.Rounds, curve[^1], curve.Max(), up, down, link, toTarget, Stopwatch.GetElapsedTime(began).TotalSeconds, curve);
    }
}
