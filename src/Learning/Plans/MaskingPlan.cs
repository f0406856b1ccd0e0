namespace EdgeActors.Learning.Plans;

/// <summary>Secure aggregation.</summary>
public sealed record MaskingPlan
{
    public bool Enabled { get; init; }

    /// <summary>Shares that recover a lost device; 0 takes the first number above two thirds of the holders.</summary>
    public int Threshold { get; init; }

    /// <summary>0 for everyone with everyone; an even number for large cohorts.</summary>
    public int Neighbours { get; init; }

    /// <summary>The threshold for a roster of that many devices.</summary>
    public int ThresholdFor(int devices)
    {
        var holders = Neighbours == 0 || Neighbours >= devices - 1 ? devices : Neighbours + 1;
        return Threshold > 0 ? Threshold : holders * 2 / 3 + 1;
    }
}
