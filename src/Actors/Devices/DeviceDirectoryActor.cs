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
        Receive<ListDevices>(list =>
        {
            var now = time.GetUtcNow();
            var rest = _seen.Where(seen => seen.Key.CompareTo(list.After) > 0).Select(seen => seen.Value).ToList();
            Sender.Tell(new DeviceList(
                rest.Take(ListDevices.Page).Select(seen => now - seen.At > Silence ? seen.View with { Online = false, Edge = null } : seen.View).ToValueArray(),
                More: rest.Count > ListDevices.Page));
        });
    }

    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new DeviceDirectoryActor(time));
}
