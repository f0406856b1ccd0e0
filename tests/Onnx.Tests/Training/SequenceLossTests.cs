using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

/// <summary>Cross-entropy over the places of a sequence, as decoders of text are trained.</summary>
public sealed class SequenceLossTests
{
    private const int Batch = 2, Length = 3, Width = 4, Words = 5;

    [Fact]
    public void The_loss_of_sequences_is_that_of_their_places_one_after_another()
    {
        long[] labels = [1, 4, -100, 0, -100, -100];
        var (loss, gradient) = Step(["N", Length, Width], Batch, labels);
        var (flat, flatGradient) = Step(["N", Width], Batch * Length, labels);
        Assert.Equal(flat, loss, 1e-6f);
        Assert.Equal(flatGradient.Length, gradient.Length);
        for (var i = 0; i < gradient.Length; i++) Assert.Equal(flatGradient[i], gradient[i], 1e-6f);
    }

    [Fact]
    public void Only_filling_is_no_loss_and_no_gradient()
    {
        var (loss, gradient) = Step(["N", Length, Width], Batch, [-100, -100, -100, -100, -100, -100]);
        Assert.Equal(0, loss);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    private static (float Loss, float[] Gradient) Step(Shape shape, int batch, long[] labels)
    {
        var b = new GraphBuilder("words");
        var x = b.Input("x", ElementType.Float, shape);
        b.Output(b.MatMul(x, b.Weight("w", [Width, Words], [.. Enumerable.Range(0, Width * Words).Select(i => MathF.Sin(i))])), "logits");
        using var step = new TrainStep(b.Build(), new TrainStepOptions { Optimizer = null }, batch);
        var random = new SeededRandom(4);
        foreach (ref var value in step.Input<float>("x")) value = (float)random.NextNormal();
        labels.CopyTo(step.Input<long>("labels"));
        return (step.Run(0).Loss, step.Gradient("w").ToArray());
    }
}
