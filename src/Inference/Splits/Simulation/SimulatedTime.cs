namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>A clock that the simulation sets.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    public double Ms { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => (long)(Ms * TimeSpan.TicksPerMillisecond);
}
