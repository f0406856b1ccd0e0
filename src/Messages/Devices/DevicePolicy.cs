namespace EdgeActors.Messages.Devices;

/// <summary>What a device's owner allows.</summary>
/// <param name="FeaturesOnly">Raw pictures never cross the link: only features, or answers.</param>
/// <param name="MaxHeadMemoryBytes">0: no limit.</param>
public sealed record DevicePolicy(bool FeaturesOnly, long MaxHeadMemoryBytes);
