namespace EdgeActors.Messages.Devices;

/// <summary>A data set that a device can train on; the data never leaves it.</summary>
public sealed record DataSetOffer(string Id, long Examples, int Classes);
