namespace EdgeActors.Cli.Bench;

/// <summary>What <c>bench request</c> measured. One picture, one question, one device, all tiers on one machine over loopback.</summary>
/// <param name="Machine">Processor, cores, system: figures mean nothing without it.</param>
/// <param name="First">The first requests that a system just started answers, end to end: its processes still translate their code.</param>
/// <param name="EndToEnd">One request after another, through REST, planner, journal, link and back.</param>
/// <param name="ComputeMs">Median of head + encode + decode + tail within those same requests.</param>
/// <param name="Overhead">Of each request: end to end less compute, which is what the system itself adds.</param>
public sealed record RequestBenchReport(
    string Machine, string Model, string Cut, string Codec, string Where, LatencySummary First, LatencySummary EndToEnd, double ComputeMs, LatencySummary Overhead,
    IReadOnlyList<ThroughputResult> Sustained, OverloadResult Overload)
{
    public double OverheadMs => Overhead.MedianMs;
}
