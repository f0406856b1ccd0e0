namespace EdgeActors.Gateway.Page.Live;

/// <param name="GoodputBytesPerSecond">As the edge estimated it at that moment.</param>
public readonly record struct LinkSample(DateTimeOffset At, double GoodputBytesPerSecond);
