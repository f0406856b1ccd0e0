namespace EdgeActors.Learning.Strategies;

/// <summary>Federated averaging with server momentum (Hsu, Qi, Brown 2019): v ← β·v + Δ, x ← x + η·v.</summary>
public sealed record FedAvgM(float LearningRate = 1, float Momentum = 0.9f) : IServerOptimizer
{
    public OptimizerState Start(int parameters) => new(0, new float[parameters], []);

    public OptimizerState Step(OptimizerState state, Span<float> model, ReadOnlySpan<float> mean)
    {
        var velocity = new float[model.Length];
        for (var i = 0; i < model.Length; i++)
        {
            velocity[i] = Momentum * state.First[i] + mean[i];
            model[i] += LearningRate * velocity[i];
        }

        return new OptimizerState(state.Steps + 1, velocity, []);
    }
}
