using System.Collections.Immutable;
using Akka.Actor;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>
/// Through whom a member joins, in which order. Only the first of the list may found a new cluster, and only after none of
/// the others answered: so a cloud host that founds is first of its own list, followed by the members it knew before it
/// went down. Restarted, it finds them again instead of founding a second cluster beside them.
/// </summary>
public static class SeedOrder
{
    /// <param name="mayFound">Whether this host may found a cluster where no seed is configured (or it is itself the first).</param>
    public static ImmutableList<Address> Of(Address self, IReadOnlyList<HostPort> configured, IEnumerable<Address> remembered, bool mayFound)
    {
        var seeds = configured.Select(seed => new Address(self.Protocol, self.System, seed.Host, seed.Port)).ToArray();
        var founds = seeds.Length == 0 ? mayFound : seeds[0].Equals(self);
        IEnumerable<Address> first = founds ? [self] : [];
        return [.. first.Concat(seeds).Concat(remembered.Where(address => address.Protocol == self.Protocol && address.System == self.System && !address.Equals(self))).Distinct()];
    }
}
