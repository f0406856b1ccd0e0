namespace EdgeActors.Actors.Agents;

/// <param name="Refusal">Null when the edge took it; else why it did not.</param>
/// <param name="Elapsed">From the first byte sent to the receipt, by the device's clock.</param>
/// <param name="LinkBytes">Payload and headers.</param>
public sealed record TensorSent(string? Refusal, TimeSpan Elapsed, long LinkBytes);
