using EdgeActors.Cli.Training;

namespace EdgeActors.Hosts.Tests.Cli.Training;

/// <summary>Federated plans over devices in this process.</summary>
public sealed class FederatedBenchSpecs
{
    [Fact]
    public void What_was_measured_before_an_interruption_is_reported_whichever_case_it_comes_in()
    {
        var plan = FederatedCases.All(rounds: 2, devices: 3)[0].Plan;
        using var interrupt = new CancellationTokenSource();
        var bench = new FederatedBench(FederatedPictures.Open(null, examples: 60, test: 20), threads: 1, said =>
        {
            if (said.StartsWith("first round 1/", StringComparison.Ordinal))
                interrupt.Cancel();
        });

        var report = bench.Run([new("first", plan), new("second", plan)], interrupt.Token);

        var measured = Assert.Single(report.Cases);
        Assert.Equal(("first", 1, 2), (measured.Name, measured.Rounds, measured.Planned));
    }

    [Fact]
    public void A_plan_that_measures_nothing_is_refused_and_says_why()
    {
        var plan = FederatedCases.All(rounds: 1, devices: 3)[0].Plan with { EvaluateEvery = 0 };
        var bench = new FederatedBench(FederatedPictures.Open(null, examples: 60, test: 20), threads: 1, _ => { });

        var refused = Assert.Throws<EdgeActors.Cli.CommandFailed>(() => bench.Run([new("blind", plan)], CancellationToken.None));

        Assert.Contains("evaluateEvery", refused.Message, StringComparison.Ordinal);
    }
}
