namespace EdgeActors.Learning.Local;

/// <summary>One move of the model in a run without rounds.</summary>
/// <param name="Seconds">Since the start, when its last update arrived.</param>
/// <param name="Staleness">Mean over the buffer: versions that an update's base was behind.</param>
/// <param name="Refused">Updates outside the window since the last move.</param>
public sealed record SimulatedVersion(int Number, double Seconds, double Loss, double Staleness, int Refused, long BytesUp, long BytesDown, string ModelDigest);
