namespace EdgeActors.Messages.Training;

/// <summary>An update that is in a round's mean.</summary>
/// <param name="Weight">Relative to the largest device; 1 in the ring, where weights ride inside.</param>
public sealed record CountedUpdate(DeviceId Device, BlobRef Update, double Weight, DeviceReport Report);
