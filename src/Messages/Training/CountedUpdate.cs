namespace EdgeActors.Messages.Training;

/// <summary>An update that is in a round's mean.</summary>
/// <param name="Weight">Relative to the largest device; 1 in the ring, where weights ride inside; by staleness in a run without rounds.</param>
/// <param name="BaseVersion">Of the model that it was trained from, in a run without rounds (fedBuff); null where that is the round's.</param>
public sealed record CountedUpdate(DeviceId Device, BlobRef Update, double Weight, DeviceReport Report, int? BaseVersion = null);
