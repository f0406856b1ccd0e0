namespace EdgeActors.Learning.Strategies;

/// <summary>FedAdam: v ← β₂·v + (1 − β₂)·Δ².</summary>
public sealed record FedAdam(float LearningRate = 0.01f, float FirstDecay = 0.9f, float SecondDecay = 0.99f, float Adaptivity = 0.001f)
    : AdaptiveOptimizer(LearningRate, FirstDecay, SecondDecay, Adaptivity)
{
    protected override float SecondMoment(float moment, float square) => SecondDecay * moment + (1 - SecondDecay) * square;
}
