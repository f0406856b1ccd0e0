namespace EdgeActors.Cli.Bench.Crash;

/// <summary>Which process stands for which device: one for all but the last, which has its own and can be killed alone.</summary>
internal sealed record DeviceProcesses(string Host, IReadOnlyList<string> Companions, string Lone)
{
    /// <summary>Every device with the name of its process.</summary>
    public IReadOnlyList<(string Device, string Host)> All => [(Host, Host), .. Companions.Select(device => (device, Host)), (Lone, Lone)];

    public static DeviceProcesses Of(int devices)
    {
        string[] names = [.. Enumerable.Range(1, devices).Select(number => $"device-{number}")];
        return new(names[0], names[1..^1], names[^1]);
    }
}
