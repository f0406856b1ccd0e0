using Akka.Actor;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Messages.Devices;
using Xunit.Abstractions;
using static EdgeActors.Messages.Devices.DeviceQueries;
using static EdgeActors.Messages.Devices.DeviceReplies;

namespace EdgeActors.Actors.Tests.Devices;

public sealed class DeviceDirectoryTests(ITestOutputHelper output) : ActorSpec(output)
{
    [Fact]
    public async Task Devices_are_listed_by_id_and_a_silent_twin_counts_as_offline()
    {
        var directory = Sys.ActorOf(DeviceDirectoryActor.Props(Time));
        directory.Tell(new DeviceSeen(View("b")));
        Assert.Equal(["b:True"], await ListAsync(directory));
        Advance(TimeSpan.FromSeconds(14));
        directory.Tell(new DeviceSeen(View("a")));
        Assert.Equal(["a:True", "b:True"], await ListAsync(directory));
        Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["a:True", "b:False"], await ListAsync(directory));
    }

    [Fact]
    public async Task More_devices_than_fit_into_a_message_come_page_by_page()
    {
        var directory = Sys.ActorOf(DeviceDirectoryActor.Props(Time));
        for (var device = 0; device < ListDevices.Page + 5; device++)
            directory.Tell(new DeviceSeen(View($"d{device:000}")));
        var first = await directory.Ask<DeviceList>(new ListDevices());
        var second = await directory.Ask<DeviceList>(new ListDevices(first.Devices[^1].Device));
        Assert.Equal((ListDevices.Page, true, 5, false), (first.Devices.Count, first.More, second.Devices.Count, second.More));
        Assert.Equal("d104", second.Devices[^1].Device.Value);
    }

    private static async Task<IEnumerable<string>> ListAsync(IActorRef directory) =>
        (await directory.Ask<DeviceList>(new ListDevices())).Devices.Select(view => $"{view.Device}:{view.Online}");

    private static DeviceView View(string id) => new(
        new(id), true, "edge-1", DateTimeOffset.UnixEpoch, new("i", "s", new(1, 1, "x64", "1", 1, 1), new(false, 0), [], [], [], [], []), null, [], 0, 0, 0);
}
