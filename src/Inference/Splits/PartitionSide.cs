namespace EdgeActors.Inference.Splits;

/// <summary>What a profile timed. Head and encode happen on the device, decode and tail on the edge.</summary>
public enum PartitionSide { Head, Encode, Decode, Tail }
