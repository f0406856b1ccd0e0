namespace EdgeActors.Learning.Rounds;

/// <summary>One device's encoded update and how much it counts.</summary>
public sealed record WeightedBlob(string Device, byte[] Bytes, double Weight);
