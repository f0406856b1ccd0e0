namespace EdgeActors.Learning.Strategies;

/// <summary>
/// Combines single updates so that a few lying devices cannot steer the result. It must see every update, so it cannot go with secure
/// aggregation, which exists to hide them.
/// </summary>
public interface IRobustRule
{
    /// <summary>How many updates the rule needs before its guarantee means anything.</summary>
    int FewestUpdates { get; }

    /// <param name="updates">In the order of device ids, all of one length: ties are broken by position, and a replay must break them alike.</param>
    /// <exception cref="ArgumentException">Fewer than <see cref="FewestUpdates"/>, or lengths differ.</exception>
    float[] Combine(IReadOnlyList<float[]> updates);
}
