namespace EdgeActors.Learning.Strategies;

/// <summary>
/// Moves the global model by a cohort's mean update, taken as a pseudo-gradient (Reddi et al. 2021, algorithm 1). Plain IEEE operations
/// in a fixed order: the same state and mean give the same bytes on every machine.
/// </summary>
public interface IServerOptimizer
{
    /// <summary>The state before the first round.</summary>
    OptimizerState Start(int parameters);

    /// <summary>One round's step, added to <paramref name="model"/> in place.</summary>
    /// <param name="state">Not changed.</param>
    /// <param name="mean">Mean of local model minus global model, as long as the model.</param>
    /// <returns>The state after the step; it belongs into the journal with the model.</returns>
    OptimizerState Step(OptimizerState state, Span<float> model, ReadOnlySpan<float> mean);
}
