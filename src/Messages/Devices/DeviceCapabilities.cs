namespace EdgeActors.Messages.Devices;

/// <param name="Architecture">As .NET names it: <c>x64</c>, <c>arm64</c>.</param>
/// <param name="OnnxRuntime">Version.</param>
public sealed record DeviceCapabilities(int Cores, long MemoryBytes, string Architecture, string OnnxRuntime, long MaxOpset, long MaxIrVersion);
