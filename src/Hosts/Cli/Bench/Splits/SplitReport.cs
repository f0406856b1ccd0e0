namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Everything <c>bench split</c> found, with what it depends on.</summary>
/// <param name="Shaping">Who shaped the link.</param>
/// <param name="Slowdown">The device's work was stretched by this factor.</param>
/// <param name="BestFixed">The pair with the least mean over all constant links.</param>
/// <param name="ChooseMicroseconds">Median time of one choice.</param>
internal sealed record SplitReport(
    string Machine, string Model, string Shaping, double Slowdown, double AccuracyLossBudget, double PictureBytes, string BestFixed, double ChooseMicroseconds,
    IReadOnlyList<PolicyResult> Results);
