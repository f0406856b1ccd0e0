namespace EdgeActors.Inference.Splits;

/// <summary>
/// What a profile timed. Head and encode happen on the device, decode and tail on the edge; a picture becomes a tensor on either, and is
/// filed under cut <c>input</c>.
/// </summary>
public enum PartitionSide { Head, Encode, Decode, Tail, Picture }
