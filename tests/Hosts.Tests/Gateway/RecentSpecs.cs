using EdgeActors.Gateway;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class RecentSpecs
{
    [Fact]
    public void The_newest_come_first_the_oldest_are_forgotten_and_none_is_there_twice()
    {
        var recent = new Recent<string>(3);
        foreach (var id in (string[])["a", "b", "c", "a", "d"])
            recent.Add(id);

        Assert.Equal(["d", "a", "c"], recent.Ids);
    }
}
