namespace EdgeActors.Learning.Strategies;

/// <summary>Federated averaging (McMahan et al. 2017), with a server learning rate; 1 is the paper's. FedProx and SCAFFOLD use it on the server too.</summary>
public sealed record FedAvg(float LearningRate = 1) : IServerOptimizer
{
    public OptimizerState Start(int parameters) => OptimizerState.None;

    public OptimizerState Step(OptimizerState state, Span<float> model, ReadOnlySpan<float> mean)
    {
        for (var i = 0; i < model.Length; i++) model[i] += LearningRate * mean[i];
        return state with { Steps = state.Steps + 1 };
    }
}
