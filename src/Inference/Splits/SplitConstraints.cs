namespace EdgeActors.Inference.Splits;

/// <summary>What a candidate may not do, whatever it would gain.</summary>
internal static class SplitConstraints
{
    /// <summary>The first demand that a candidate breaks, in words, or null.</summary>
    public static string? Broken(SplitCandidate candidate, SplitConditions conditions) =>
        BrokenHard(candidate, conditions) ?? (candidate.AccuracyLoss > conditions.AccuracyLossBudget
            ? $"it loses {candidate.AccuracyLoss:0.##} points, the budget is {conditions.AccuracyLossBudget:0.##}"
            : null);

    /// <summary>Those that cannot be bent: privacy, memory, and a link that carries nothing.</summary>
    public static string? BrokenHard(SplitCandidate candidate, SplitConditions conditions) => candidate switch
    {
        { SendsPicture: true } when conditions.FeaturesOnly => "the device's policy is features-only: its pictures never cross the link",
        _ when candidate.HeadMemoryBytes > conditions.DeviceMemoryBytes
            => $"its head needs {candidate.HeadMemoryBytes:N0} bytes, the device spares {conditions.DeviceMemoryBytes:N0}",
        { IsAllOnDevice: false } when conditions.Link.IsDown => "the link is down",
        _ => null,
    };
}
