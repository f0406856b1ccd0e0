namespace EdgeActors.Learning.Strategies;

/// <summary>
/// The adaptive server optimizers of Reddi et al. 2021, algorithm 2, with Adam's bias correction: they differ only in how the second moment
/// follows the squared update.
/// </summary>
/// <param name="Adaptivity">τ, the paper's degree of adaptivity: added to the root of the second moment.</param>
public abstract record AdaptiveOptimizer(float LearningRate, float FirstDecay, float SecondDecay, float Adaptivity) : IServerOptimizer
{
    public OptimizerState Start(int parameters) => new(0, new float[parameters], new float[parameters]);

    public OptimizerState Step(OptimizerState state, Span<float> model, ReadOnlySpan<float> mean)
    {
        var steps = state.Steps + 1;
        var rate = LearningRate * (float)(Math.Sqrt(1 - Power(SecondDecay, steps)) / (1 - Power(FirstDecay, steps)));
        var first = new float[model.Length];
        var second = new float[model.Length];
        for (var i = 0; i < model.Length; i++)
        {
            first[i] = FirstDecay * state.First[i] + (1 - FirstDecay) * mean[i];
            second[i] = SecondMoment(state.Second[i], mean[i] * mean[i]);
            model[i] += rate * first[i] / (MathF.Sqrt(second[i]) + Adaptivity);
        }

        return new OptimizerState(steps, first, second);
    }

    protected abstract float SecondMoment(float moment, float square);

    /// <summary>By multiplication: <see cref="Math.Pow"/> may differ in the last bit between platforms, and a replay must not.</summary>
    private static double Power(double factor, int exponent)
    {
        var power = 1.0;
        for (var i = 0; i < exponent; i++) power *= factor;
        return power;
    }
}
