namespace EdgeActors.Messages.Devices;

/// <summary>A device as people see it.</summary>
/// <param name="Edge">Address of the edge node that holds its stream; null while offline.</param>
/// <param name="Hello">The last one.</param>
/// <param name="Link">Null until measured.</param>
public sealed record DeviceView(
    DeviceId Device, bool Online, string? Edge, DateTimeOffset ChangedAt, DeviceHello Hello, LinkView? Link,
    ValueArray<AgreedSplit> Splits, int StepsInFlight, long StepsDone, long StepsFailed) : IDeviceMessage;
