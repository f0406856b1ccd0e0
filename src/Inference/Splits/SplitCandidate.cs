using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Splits;

/// <summary>One way to run a request: a cut, a codec, and what they cost on this device and this edge.</summary>
public sealed record SplitCandidate
{
    public required SplitPair Pair { get; init; }

    /// <summary>High quantile (p90); choices are made with it.</summary>
    public required SplitTimes Cautious { get; init; }

    /// <summary>Median; answers report it as predicted.</summary>
    public required SplitTimes Typical { get; init; }

    /// <summary>Across the link for one request, headers included; 0 at cut <c>output</c>.</summary>
    public required double Bytes { get; init; }

    /// <summary>Points of the task's metric lost against the uncut model; never below 0, since luck is not a property of a codec.</summary>
    public required double AccuracyLoss { get; init; }

    /// <summary>Peak memory on the device.</summary>
    public required long HeadMemoryBytes { get; init; }

    public bool IsAllOnDevice => Pair.Cut == CutNames.Output;

    public bool SendsPicture => Pair.Cut == CutNames.Input;
}
