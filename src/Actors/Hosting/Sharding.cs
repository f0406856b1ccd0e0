using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;

namespace EdgeActors.Actors.Hosting;

/// <summary>How entities are spread over the members of a role.</summary>
public static class Sharding
{
    /// <summary>Journaled entities: those that were running are started again after a crash, without anybody asking for them.</summary>
    /// <param name="stop">Ends an entity whose shard moves, after its last write.</param>
    public static ShardOptions Remembered(string role, object stop) => new()
    {
        Role = role,
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = true,
        // The default store keeps entities in LMDB, whose binding here is newer than Akka can call.
        RememberEntitiesStore = RememberEntitiesStore.Eventsourced,
        HandOffStopMessage = stop,
    };

    /// <summary>Entities in memory that come back with their traffic.</summary>
    public static ShardOptions InMemory(string role) => new()
    {
        Role = role,
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = false,
        ShouldPassivateIdleEntities = false,
    };
}
