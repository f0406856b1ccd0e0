using EdgeActors.Cli.Training;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Tests.Cli.Training;

/// <summary>What people see of a run: the terminal's picture, the plots, the page.</summary>
public sealed class RunViewsSpecs
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public void Every_device_is_one_glyph_in_the_order_of_ids() => Assert.Equal("+k-o.s", RunScreen.Glyphs(new(
        1, 1, "reporting",
        new Dictionary<string, string>
        {
            ["d6"] = DeviceStandings.Shared, ["d1"] = DeviceStandings.Reported, ["d2"] = DeviceStandings.Keyed, ["d3"] = DeviceStandings.Lost,
            ["d4"] = DeviceStandings.Revealed, ["d5"] = DeviceStandings.Asked,
        },
        null)));

    [Fact]
    public void A_curve_goes_from_its_lowest_to_its_highest_value()
    {
        Assert.Equal("▁▅█", RunScreen.Curve([0.1, 0.2, 0.3]));
        Assert.Equal("▁▁", RunScreen.Curve([0.5, 0.5]));
    }

    [Fact]
    public void Time_to_go_follows_from_the_committed_rounds()
    {
        Assert.Equal(TimeSpan.FromSeconds(70), RunScreen.TimeToGo(Run(3, 10)));
        Assert.Null(RunScreen.TimeToGo(Run(1, 10)));
        Assert.Null(RunScreen.TimeToGo(Run(3, 10) with { Status = RunStatuses.Completed }));
        Assert.Null(RunScreen.TimeToGo(Run(3, 10) with { Status = RunStatuses.Paused }));
    }

    [Fact]
    public void The_page_holds_its_plots_and_escapes_what_a_plan_is_called()
    {
        var run = Run(3, 3) with { Name = "<script>alert(1)</script>", Reason = "all rounds & more" };
        var plots = RunPlots.Of(run);
        Assert.Equal(["accuracy", "loss", "bytes"], plots.Select(plot => plot.Name));
        Assert.All(plots, plot => Assert.Equal(PngSignature, plot.Png[..4]));
        var page = RunReportPage.Of(run, plots);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("all rounds &amp; more", page, StringComparison.Ordinal);
        Assert.Equal(3, page.Split("data:image/png;base64,").Length - 1);
        Assert.Equal(3, page.Split("<tr><td>").Length - 1);
    }

    [Fact]
    public void A_run_without_measured_models_has_no_curve_of_accuracy() =>
        Assert.Equal(["loss", "bytes"], RunPlots.Of(Run(2, 2) with { Rounds = [.. Run(2, 2).Rounds.Select(round => round with { Accuracy = null })] }).Select(plot => plot.Name));

    private static RunResource Run(int committed, int planned) => new(
        "r", RunStatuses.Running, "plan", new string('f', 64), planned, committed, committed + 1, 1, [], null, new string('a', 64),
        [.. Enumerable.Range(1, committed).Select(number => new RoundResource(
            number, 1, 4, 0, 1000, 2000, 2.0 / number, 0.1 * number, null, new string('a', 64), DateTimeOffset.UnixEpoch.AddSeconds(10 * number)))],
        null);
}
