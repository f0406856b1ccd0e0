namespace EdgeActors.Gateway.Devices;

/// <param name="Cut"><c>input</c>, <c>output</c> or a cut of the model's bundle.</param>
/// <param name="Codec">Absent leaves the codec to the coordinator.</param>
public sealed record PinBody(string Cut, string? Codec);
