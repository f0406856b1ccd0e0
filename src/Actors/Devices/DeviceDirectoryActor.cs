using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using static EdgeActors.Messages.Devices.DeviceQueries;
using static EdgeActors.Messages.Devices.DeviceReplies;

namespace EdgeActors.Actors.Devices;

/// <summary>
/// All devices that have been seen since it started. Commands: <see cref="DeviceSeen"/>. Queries: <see cref="ListDevices"/>. Keeps
/// nothing: twins repeat themselves, so a directory that has moved is complete again within seconds.
/// </summary>
public sealed class DeviceDirectoryActor : ReceiveActor
{
    /// <summary>A twin that has been silent for so long has gone down with its edge; its device counts as offline until it dials again.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<DeviceId, (DeviceView View, DateTimeOffset At)> _seen = [];

    public DeviceDirectoryActor(TimeProvider time)
    {
        Receive<DeviceSeen>(seen => _seen[seen.View.Device] = (seen.View, time.GetUtcNow()));
        Receive<ListDevices>(_ =>
        {
            var now = time.GetUtcNow();
            Sender.Tell(new DeviceList(_seen.Values.Select(seen =>
                now - seen.At > Silence ? seen.View with { Online = false, Edge = null } : seen.View).ToValueArray()));
        });
    }

    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new DeviceDirectoryActor(time));
}
