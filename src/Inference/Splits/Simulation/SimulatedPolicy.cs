namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>Who picks the pair of each request, and what it is told of the link.</summary>
internal abstract class SimulatedPolicy
{
    /// <returns>The pair, and what it is expected to take; NaN for a policy that expects nothing.</returns>
    public abstract (SplitCandidate Candidate, double PredictedMs) Choose(double nowMs, SimulatedLink link);

    /// <summary>A request's bytes are at the edge.</summary>
    public virtual void Arrived(double bytes, double sentMs, double arrivedMs)
    {
    }

    /// <summary>A request is answered.</summary>
    public virtual void Ended(double nowMs)
    {
    }

    /// <summary>Nobody else uses the link in this time, and probes may be sent.</summary>
    public virtual void LinkIsQuiet(SimulatedLink link, double fromMs, double toMs)
    {
    }
}
