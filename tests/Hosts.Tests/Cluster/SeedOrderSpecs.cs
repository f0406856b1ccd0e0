using Akka.Actor;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Cluster;

public sealed class SeedOrderSpecs
{
    private static readonly Address Self = At(1);

    [Fact]
    public void A_cloud_host_without_seeds_is_first_and_then_asks_the_members_it_knew() =>
        Assert.Equal([Self, At(2), At(3)], SeedOrder.Of(Self, [], [At(2), At(3)], mayFound: true));

    [Fact]
    public void A_host_that_joins_is_never_among_its_own_seeds() =>
        Assert.Equal([At(9), At(2)], SeedOrder.Of(Self, [new HostPort("h", 9)], [At(2), Self, At(9)], mayFound: false));

    [Fact]
    public void A_cloud_host_with_another_seed_does_not_found() =>
        Assert.Equal([At(9)], SeedOrder.Of(Self, [new HostPort("h", 9)], [], mayFound: true));

    [Fact]
    public void The_first_configured_seed_founds() =>
        Assert.Equal([Self, At(9)], SeedOrder.Of(Self, [new HostPort("h", 1), new HostPort("h", 9)], [], mayFound: true));

    [Fact]
    public void Members_are_remembered_and_a_damaged_memory_is_none()
    {
        using var files = new TemporaryFolder();
        var members = new RememberedMembers(files["members.json"]);
        Assert.Empty(members.Read());
        members.Write([At(3), At(2)]);
        Assert.Equal([At(2), At(3)], members.Read());
        File.WriteAllText(files["members.json"], "[nul");
        Assert.Empty(members.Read());
    }

    private static Address At(int port) => new("akka.ssl.tcp", "edgeactors", "h", port);
}
