namespace EdgeActors.Learning.Strategies;

/// <summary>FedYogi: v ← v − (1 − β₂)·Δ²·sign(v − Δ²). The second moment moves by the update's own size, never faster.</summary>
public sealed record FedYogi(float LearningRate = 0.01f, float FirstDecay = 0.9f, float SecondDecay = 0.99f, float Adaptivity = 0.001f)
    : AdaptiveOptimizer(LearningRate, FirstDecay, SecondDecay, Adaptivity)
{
    protected override float SecondMoment(float moment, float square) => moment - (1 - SecondDecay) * square * MathF.Sign(moment - square);
}
