using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Device;

/// <summary>What a device host can be told.</summary>
public static class DeviceSettings
{
    public static readonly Setting<IReadOnlyList<string>> Devices = Settings.NameList("devices", "the devices that this process stands for, one by default", "--device");
    public static readonly Setting<Uri> Edge = Settings.Url("edge", "the edge to dial");
    public static readonly Setting<string> Pictures = Settings.Path("pictures", "the folder of this device's pictures (jpg, png, webp); a sub-folder named as a device is that device's alone");
    public static readonly Setting<string> TrainingData = Settings.Path("training.data", "a folder of labelled 32x32 pictures (CLASS/*.jpg) that this device trains on; a sub-folder named as a device is that device's alone");
    public static readonly Setting<double> TrainingBuiltIn = Settings.Number("training.built-in", "how many pictures of the built-in set each device draws for itself to train on, where it has no data; 0 for none", 0, 100_000);
    public static readonly Setting<string> Models = Settings.Path("models", "a folder of models that are on the device from the start; others are fetched over the link");
    public static readonly Setting<double> Slowdown = Settings.Number("slowdown", "makes the device's models run this much slower, to stand for a smaller machine", 1, 1000);
    public static readonly Setting<bool> FeaturesOnly = Settings.Switch("features-only", "never send a raw picture over the link, only features or answers");
    public static readonly Setting<string> Ticket = Settings.Path("ticket", "an enrolment ticket (a file made by 'edgeactors certs ticket'), for a device without a certificate");
    public static readonly Setting<long> LinkUp = Settings.Rate("link.up", "throttles the link from the device to the edge");
    public static readonly Setting<long> LinkDown = Settings.Rate("link.down", "throttles the link from the edge to the device");
    public static readonly Setting<TimeSpan> LinkRtt = Settings.Duration("link.rtt", "adds this much to every round trip of the link");
    public static readonly Setting<bool> LinkShaping = Settings.Switch("link.shaping", "lets the link be throttled at run time, by PUT /v1/devices/ID/link; on where it is throttled from the start");

    public static IReadOnlyList<Setting> All { get; } =
        [.. HostSettings.All, Devices, Edge, Pictures, TrainingData, TrainingBuiltIn, Models, Slowdown, FeaturesOnly, Ticket, LinkUp, LinkDown, LinkRtt, LinkShaping];
}
