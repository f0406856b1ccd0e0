namespace EdgeActors.Hosts.Common.Api;

/// <summary>What one request may hold.</summary>
public sealed record ApiLimits(long MaxBodyBytes, int MaxPictures, int MaxTextCharacters, TimeSpan DefaultDeadline, TimeSpan MaxDeadline)
{
    public static ApiLimits Default { get; } = new(16_000_000, 8, 4_000, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10));

    /// <summary>Accuracy that codecs may cost where a request does not say: one point.</summary>
    public const double DefaultAccuracyLossBudget = 0.01;
}
