using Akka.Actor;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Models;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Stands for the twins, their directory and the model registry: answers from what it was given.</summary>
internal sealed class FakeDevices : ReceiveActor
{
    public FakeDevices(IReadOnlyList<DeviceView> known, IReadOnlyList<ModelEntry> models)
    {
        Receive<DeviceQueries.GetDevice>(get => Sender.Tell(
            known.FirstOrDefault(view => view.Device == get.Device) as object ?? new DeviceReplies.DeviceUnknown(get.Device)));
        Receive<DeviceQueries.ListDevices>(_ => Sender.Tell(new DeviceReplies.DeviceList([.. known])));
        Receive<ModelQueries.ListModels>(_ => Sender.Tell(new ModelReplies.ModelCatalogue([.. models])));
        // What nobody stands for is not answered in the cluster either; here it is said at once.
        ReceiveAny(_ => Sender.Tell(new Status.Failure(new AskTimeoutException("nothing stands here"))));
    }

    public static Props Props(DeviceView[] known, params ModelEntry[] models) => Akka.Actor.Props.Create(() => new FakeDevices(known, models));

    public static DeviceView View(string id, bool online) => new(
        new(id), online, online ? "edge" : null, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
        new DeviceHello("1", "test", new(4, 1_000_000_000, "x64", "1.31.1", 22, 10), new(false, 0), [new("cat", "image/jpeg", 3, new string('a', 64))], [], [], [], [new("site", "lab")]),
        new LinkView(250_000, 4, 12, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)), [], 0, 5, 0);
}
