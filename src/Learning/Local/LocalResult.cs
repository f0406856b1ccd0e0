namespace EdgeActors.Learning.Local;

/// <summary>What a device's local training came to.</summary>
/// <param name="Update">Local weights minus global weights, flat.</param>
/// <param name="Loss">Mean over the last pass, or over all steps when there were fewer.</param>
public sealed record LocalResult(float[] Update, int Steps, double Loss, TimeSpan Elapsed);
