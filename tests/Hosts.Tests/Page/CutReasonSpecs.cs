using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Page.Asking;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class CutReasonSpecs
{
    private static readonly DeviceResource Device = DeviceResource.Of(FakeDevices.View("device-1", online: true));

    [Fact]
    public void Predicted_hops_are_compared_with_themselves_and_the_rest_is_named_apart()
    {
        var reasons = string.Join(' ', CutReason.Of(StepResultResource.Of(GatewayInProcess.Frog), Device, 25_000, 0.01));

        // Head and tail were predicted at 2 + 1 ms and took 2.5 + 1.25; the uplink's 3.5 ms were not predicted.
        Assert.Contains("it predicted 3 ms for hops that took 3.75 ms; others, which it does not predict, took 3.5 ms", reasons, StringComparison.Ordinal);
        Assert.Contains("cut at relu3", reasons, StringComparison.Ordinal);
        // 25,000 bytes at 250,000 bytes/s.
        Assert.Contains("would need 100 ms to cross", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public void A_degraded_answer_says_so_first()
    {
        var degraded = StepResultResource.Of(GatewayInProcess.Frog with { DegradedReason = "the device went offline" });

        Assert.Contains("the device went offline", CutReason.Of(degraded, Device, null, 0.01).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_device_there_was_nothing_to_choose() =>
        Assert.Equal(["The request named no device, so the edge ran the whole model."], CutReason.Of(StepResultResource.Of(GatewayInProcess.Frog), null, null, 0.01));

    [Fact]
    public void Where_nothing_was_predicted_no_figure_is_invented()
    {
        var unforeseen = GatewayInProcess.Frog with { Hops = [new(HopNames.Head, double.NaN, 2)] };

        Assert.Contains(CutReason.Of(StepResultResource.Of(unforeseen), Device, null, 0.01), reason => reason.StartsWith("Nothing was predicted", StringComparison.Ordinal));
    }
}
