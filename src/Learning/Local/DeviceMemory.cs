namespace EdgeActors.Learning.Local;

/// <summary>What a device keeps of a run from round to round, beside its data. Losing it costs accuracy, never correctness.</summary>
public sealed class DeviceMemory
{
    /// <summary>What biased compression has held back; empty at first.</summary>
    public float[] Residual { get; set; } = [];

    /// <summary>SCAFFOLD's cᵢ; empty at first, which counts as zeros.</summary>
    public float[] Control { get; set; } = [];

    /// <summary>The last global weights this device knew, and their version; null at first.</summary>
    public (int Version, float[] Weights)? Model { get; set; }
}
