using EdgeActors.Inference.Data;

namespace EdgeActors.Learning.Local;

internal sealed class SimulatedDevice(string id, PictureSet data)
{
    public string Id { get; } = id;
    public PictureSet Data { get; } = data;
    public DeviceMemory Memory { get; } = new();

    /// <summary>Of the last training.</summary>
    public double Loss { get; set; }
}
