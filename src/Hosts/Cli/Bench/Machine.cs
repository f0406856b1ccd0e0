using System.Runtime.InteropServices;

namespace EdgeActors.Cli.Bench;

/// <summary>The machine that a figure was measured on, in one line.</summary>
public static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string Processor()
    {
        var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
