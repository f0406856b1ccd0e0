namespace EdgeActors.Learning.Strategies;

/// <summary>
/// What FedProx and SCAFFOLD add to plain local SGD. Both are linear in the weights, so they may follow a step of the training graph instead of
/// being built into it: any model that can be trained can be trained this way.
/// </summary>
public static class LocalCorrection
{
    /// <summary>
    /// FedProx (Li et al. 2020): the gradient of μ/2 · ‖w − w₀‖², with w₀ the round's global model. Exact for SGD without momentum when
    /// <paramref name="before"/> holds the weights before the step.
    /// </summary>
    public static void Proximal(Span<float> weights, ReadOnlySpan<float> before, ReadOnlySpan<float> global, float learningRate, float mu)
    {
        for (var i = 0; i < weights.Length; i++) weights[i] -= learningRate * mu * (before[i] - global[i]);
    }

    /// <summary>SCAFFOLD (Karimireddy et al. 2020, algorithm 1): w ← w − η·(c − cᵢ) after the plain step.</summary>
    public static void ControlVariate(Span<float> weights, ReadOnlySpan<float> server, ReadOnlySpan<float> device, float learningRate)
    {
        for (var i = 0; i < weights.Length; i++) weights[i] -= learningRate * (server[i] - device[i]);
    }
}
