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
        List<FederatedCaseResult> results = [];
        foreach (var one in cases.TakeWhile(_ => !cancellation.IsCancellationRequested))
            if (Run(one, network, cancellation) is { } result)
                results.Add(result);
        if (results.Count == 0)
            cancellation.ThrowIfCancellationRequested();
        return new(Machine.Describe(), pictures.Description, $"residual group-norm net {string.Join("-", Widths)}", network.Layout.Count, LinkUp, LinkDown, Target, results);
    }

    /// <summary>Null when the command was interrupted before anything was measured.</summary>
    private FederatedCaseResult? Run(FederatedCase one, TrainableNetwork network, CancellationToken cancellation)
    {
        var problems = PlanCheck.Problems(one.Plan);
        if (!problems.IsEmpty)
            throw new InvalidOperationException($"case {one.Name}: {string.Join("; ", problems)}");
        if (one.Plan.EvaluateEvery == 0)
            throw CommandFailed.Usage($"{one.Name} measures no round: its plan needs an evaluateEvery of 1 or more.");
        using var simulation = new FederatedSimulation(one.Plan, network, pictures.Train, pictures.Test, pictures.Normalization, threads);
        var began = Stopwatch.GetTimestamp();
        var (up, down, link) = (0L, 0L, 0.0);
        double? toTarget = null;
        List<FederatedPoint> curve = [];
        var rounds = 0;
        while (rounds < one.Plan.Rounds && Next(simulation, cancellation) is { } round)
        {
            rounds = round.Number;
            up += round.BytesUp;
            down += round.BytesDown;
            link += round.LinkTime(LinkUp, LinkDown).TotalSeconds;
            if (round.Accuracy is { } accuracy)
                curve.Add(new(round.Number, accuracy, up + down, link));
            if (round.Accuracy >= Target)
                toTarget ??= link;
            var measured = round.Accuracy is null ? "" : string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * round.Accuracy:0.0} %, ");
            progress(string.Create(CultureInfo.InvariantCulture,
                $"{one.Name} round {round.Number}/{one.Plan.Rounds}: loss {round.Loss:0.000}, {measured}{(up + down) / 1e6:0.00} MB, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        }

        if (curve.Count == 0)
            return null;
        return new(one.Name, rounds, one.Plan.Rounds, curve[^1].Accuracy, curve.Max(point => point.Accuracy), up, down, link, toTarget,
            Stopwatch.GetElapsedTime(began).TotalSeconds, curve, one.Plan.ToCanonicalJson());
    }

    /// <summary>Null when the command was interrupted: what was measured until then is still reported.</summary>
    private static SimulatedRound? Next(FederatedSimulation simulation, CancellationToken cancellation)
    {
        try
        {
            return simulation.Next(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
