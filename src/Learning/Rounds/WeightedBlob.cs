namespace EdgeActors.Learning.Rounds;

/// <summary>One device's encoded update and how much it counts.</summary>
/// <param name="BaseVersion">Of the model that it was trained from: its draws follow from it. Null for the version that the mean is added to.</param>
public sealed record WeightedBlob(string Device, byte[] Bytes, double Weight, int? BaseVersion = null);
