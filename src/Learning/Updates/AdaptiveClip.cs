namespace EdgeActors.Learning.Updates;

/// <summary>
/// Lets the clip follow a quantile of the updates' norms without anyone telling a norm: each device only adds one bit to the sum (Andrew et al. 2021,
/// algorithm 1, geometric update).
/// </summary>
/// <param name="Quantile">γ: the share of updates that should be shorter than the clip.</param>
/// <param name="Rate">η_C; the paper's 0.2 follows a tenfold change in about twelve rounds.</param>
public sealed record AdaptiveClip(double Quantile = 0.8, double Rate = 0.2)
{
    /// <summary>clip · e^(−η·(share − γ)), rounded to 2^-20 so that a replay on another platform gets the same number.</summary>
    public double Next(double clip, double shareWithin) =>
        Math.Max(Math.Round(clip * Math.Exp(-Rate * (shareWithin - Quantile)) * 1048576), 1) / 1048576;
}
