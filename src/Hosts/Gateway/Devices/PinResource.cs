namespace EdgeActors.Gateway.Devices;

/// <summary>Where a model's split is held on a device; no cut where the coordinator chooses.</summary>
public sealed record PinResource(string Device, string Model, string? Cut, string? Codec);
