using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Page.Live;
using EdgeActors.Hosts.Tests.Gateway;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class SnapshotChangesSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_happened_between_two_equal_looks() => Assert.Empty(SnapshotChanges.Between(Snapshot(true, true), Snapshot(true, true)));

    [Fact]
    public void A_device_that_goes_and_a_host_that_is_lost_are_bad_news()
    {
        var events = SnapshotChanges.Between(Snapshot(true, true), Snapshot(false, false)).ToList();

        Assert.Equal([("edge-1", "can't be reached"), ("device-1", "went offline")], events.Select(happened => (happened.Subject, happened.What)));
        Assert.All(events, happened => Assert.Equal(SystemEventKind.Bad, happened.Kind));
    }

    [Fact]
    public void A_cut_that_moves_is_told_from_where_to_where()
    {
        var before = Snapshot(true, true, cut: "input");
        var after = Snapshot(true, true, cut: "stage1.relu");

        Assert.Equal("cnn: cut moved from all on the edge to stage1.relu, int8", Assert.Single(SnapshotChanges.Between(before, after)).What);
    }

    private static SystemSnapshot Snapshot(bool reachable, bool online, string? cut = null) => new(
        Noon, new ClusterResource("self", null, [new("edge-1", "akka.ssl.tcp://edgeactors@127.0.0.1:1", ["edge"], "up", reachable, true)]),
        [DeviceResource.Of(FakeDevices.View("device-1", online)) with { Splits = cut is null ? [] : [new SplitResource("cnn", "b", cut, "int8", 3, Noon, 0)] }],
        null, [], null, [], []);
}
