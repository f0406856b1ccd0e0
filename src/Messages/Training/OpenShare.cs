namespace EdgeActors.Messages.Training;

/// <summary>A share given to the cloud, of <paramref name="Owner"/>'s mask key or self-mask seed.</summary>
public sealed record OpenShare(DeviceId Owner, int Index, ValueArray<byte> Value);
