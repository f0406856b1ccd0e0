namespace EdgeActors.Messages.Training;

/// <summary>What a successful attempt leaves to be committed.</summary>
/// <param name="Updates">By device id. Masked ones say nothing by themselves.</param>
/// <param name="Sum">The sum without masks, packed ring elements; null where updates are decoded one by one.</param>
/// <param name="Lost">Asked, but not in the mean.</param>
public sealed record RoundOutcome(ValueArray<CountedUpdate> Updates, BlobRef? Sum, ValueArray<DeviceId> Lost);
