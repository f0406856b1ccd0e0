namespace EdgeActors.Messages.Devices;

/// <summary>What a device says about itself when it connects.</summary>
/// <param name="Incarnation">New for every start of the device's process: tells a reconnect from a restart.</param>
/// <param name="Bundles">Digests of the bundles in its cache.</param>
/// <param name="Labels">Free words of its owner, e.g. <c>site=lab</c>; sorted by key.</param>
public sealed record DeviceHello(
    string Incarnation, string Software, DeviceCapabilities Capabilities, DevicePolicy Policy, ValueArray<DevicePicture> Pictures,
    ValueArray<string> Bundles, ValueArray<PartitionTimes> Profiles, ValueArray<DataSetOffer> DataSets, ValueArray<DeviceLabel> Labels)
{
    /// <summary>Pictures that are named; a device may hold more, and answers for those too. Keeps the message below its limit.</summary>
    public const int MostPictures = 256;

    /// <summary>What a list of many devices shows of each.</summary>
    public DeviceHello InBrief() => this with { Pictures = Pictures.Take(4).ToValueArray(), Bundles = [], Profiles = [] };
}
