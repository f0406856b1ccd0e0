using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Strategies;

/// <summary>
/// Asynchronous aggregation with a buffer (FedBuff, Nguyen et al. 2022): the model moves whenever <see cref="BufferSize"/> updates are in, each
/// counted less the more versions behind its base model was.
/// </summary>
/// <param name="BufferSize">Updates per step of the global model.</param>
/// <param name="Window">Versions an update's base may be behind; an older one is refused.</param>
/// <param name="Exponent">p of the weight (1 + staleness)^−p; the paper uses one half.</param>
public sealed record FedBuff(int BufferSize, int Window, double Exponent = 0.5)
{
    private const double WeightUnits = 1 << 20;

    /// <returns>Null when the update's base model is inside the window.</returns>
    public UpdateRefusal? Inspect(int currentVersion, int baseVersion)
    {
        if (baseVersion < 0 || baseVersion > currentVersion)
            return new UpdateRefusal(UpdateFault.StaleModel, $"the update claims model version {baseVersion}, the newest is {currentVersion}");
        var behind = currentVersion - baseVersion;
        return behind <= Window
            ? null
            : new UpdateRefusal(UpdateFault.StaleModel, $"the update's base is {behind} versions behind, this run takes {Window}: fetch the model and train again");
    }

    /// <summary>(1 + s)^−p, rounded likewise. In a weighted mean it comes to the same as relative to the average, and needs no other update to be known.</summary>
    public double Weight(int staleness) => Weight(staleness, meanStaleness: 0);

    /// <summary>
    /// (1 + s)^−p / (1 + mean s)^−p: relative to the buffer's average, so a slow fleet does not shrink every step. Rounded to 2^-20, because
    /// the last bit of a power is the platform's own and a replay must not depend on it.
    /// </summary>
    public double Weight(int staleness, double meanStaleness) =>
        Math.Round(Math.Pow((1 + meanStaleness) / (1 + staleness), Exponent) * WeightUnits) / WeightUnits;
}
