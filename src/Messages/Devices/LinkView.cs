namespace EdgeActors.Messages.Devices;

/// <summary>The device's link as its edge measured it.</summary>
/// <param name="GoodputBytesPerSecond">Uplink, payload only; the low quantile that splits are chosen by.</param>
/// <param name="Samples">Transfers that the estimate rests on; 0 means nothing is known yet.</param>
public sealed record LinkView(double GoodputBytesPerSecond, double RoundTripMs, int Samples, DateTimeOffset MeasuredAt);
