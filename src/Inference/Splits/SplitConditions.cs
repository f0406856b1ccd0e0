namespace EdgeActors.Inference.Splits;

/// <summary>What a choice depends on at one moment.</summary>
public sealed record SplitConditions
{
    public required LinkEstimate Link { get; init; }

    /// <summary>How long a tail waits at the edge before it runs.</summary>
    public double EdgeQueueMs { get; init; }

    /// <summary>How long a request waits on the device besides its work; the same for every candidate.</summary>
    public double DeviceQueueMs { get; init; }

    /// <summary>From the end of one request to the next: a shaper's bucket fills up in it. 0 where one follows the other.</summary>
    public double BetweenMs { get; init; }

    /// <summary>Points of the task's metric that the request may lose.</summary>
    public double AccuracyLossBudget { get; init; } = double.PositiveInfinity;

    /// <summary>What the device spares for a head; null: no limit.</summary>
    public long? DeviceMemoryBytes { get; init; }

    /// <summary>The device's privacy policy: pictures never cross the link.</summary>
    public bool FeaturesOnly { get; init; }

    /// <summary>Size of this request's picture; null where the candidate's own figure stands.</summary>
    public double? PictureBytes { get; init; }

    /// <summary>For so long the link carries nothing before a candidate's transfer begins, where requests follow each other.</summary>
    public double PauseMs(SplitCandidate candidate) => BetweenMs + DeviceQueueMs + candidate.Typical.Device + EdgeQueueMs + candidate.Typical.Edge;

    public double BytesOf(SplitCandidate candidate) => candidate.SendsPicture ? PictureBytes ?? candidate.Bytes : candidate.Bytes;
}
