using EdgeActors.Messages.Devices;

namespace EdgeActors.Gateway.Devices;

public sealed record CapabilitiesResource(int Cores, long MemoryBytes, string Architecture, string OnnxRuntime)
{
    public static CapabilitiesResource Of(DeviceCapabilities device) => new(device.Cores, device.MemoryBytes, device.Architecture, device.OnnxRuntime);
}
