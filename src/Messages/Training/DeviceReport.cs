namespace EdgeActors.Messages.Training;

/// <summary>What a device tells about its local training, beside the update.</summary>
/// <param name="Examples">Trained on, each counted once.</param>
/// <param name="Loss">Mean over the last pass.</param>
/// <param name="Elapsed">Of the training itself.</param>
/// <param name="BytesDown">Fetched for this round: model or difference, control variate.</param>
public sealed record DeviceReport(long Examples, int Steps, double Loss, TimeSpan Elapsed, long BytesDown);
