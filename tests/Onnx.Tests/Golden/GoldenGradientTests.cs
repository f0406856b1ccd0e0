using System.Text.Json;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Golden;

/// <summary>Whole networks against PyTorch: see <c>make_golden.py</c> beside this file, which made <c>golden.json</c>.</summary>
public sealed class GoldenGradientTests
{
    private const int Batch = 4;
    private const int Classes = 3;
    private const long Width = 8;
    private const long Heads = 2;
    private const long Tokens = 4;

    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"))).RootElement;

    private static readonly CrossEntropy Loss = new(Smoothing: 0.1f);

    [Theory]
    [InlineData("residual")]
    [InlineData("transformer")]
    public void Loss_and_gradients_are_those_of_PyTorch(string name)
    {
        using var step = Step(name, optimizer: null);
        Assert.Equal(Golden.GetProperty(name).GetProperty("loss").GetDouble(), step.Run(0).Loss, 1e-5);
        foreach (var expected in Golden.GetProperty(name).GetProperty("gradients").EnumerateObject())
        {
            var (wanted, found) = (expected.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray(), step.Gradient(expected.Name).ToArray());
            Assert.Equal(wanted.Length, found.Length);
            Assert.All(wanted.Zip(found), p => Assert.True(Math.Abs(p.First - p.Second) < 2e-5, $"{expected.Name}: {p.Second}, PyTorch {p.First}"));
        }

        Assert.Equal(step.Graph.Weights.Length, Golden.GetProperty(name).GetProperty("gradients").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("residual", "nesterov")]
    [InlineData("residual", "adamw")]
    [InlineData("transformer", "nesterov")]
    [InlineData("transformer", "adamw")]
    public void Six_steps_go_where_PyTorch_goes(string name, string optimizer)
    {
        using var step = Step(name, optimizer == "adamw" ? new AdamW { WeightDecay = 0.01f } : new Sgd(Nesterov: true) { WeightDecay = 0.01f });
        foreach (var expected in Golden.GetProperty(name).GetProperty("losses").GetProperty(optimizer).EnumerateArray())
        {
            Assert.Equal(expected.GetDouble(), step.Run(optimizer == "adamw" ? 0.01f : 0.1f).Loss, 1e-4);
        }
    }

    private static TrainStep Step(string name, Optimizer? optimizer)
    {
        var network = name == "residual" ? Residual() : Transformer();
        var weights = network.Graph.Initializers.Select(t => t.Name.EndsWith(".weight", StringComparison.Ordinal) || t.Name.EndsWith(".bias", StringComparison.Ordinal)
            ? Tensor.From(t.Name, t.Dims.AsSpan(), Pattern(t.Name, (int)t.Elements))
            : t);
        var step = new TrainStep(network with { Graph = network.Graph.With(initializers: [.. weights]) }, new TrainStepOptions { Losses = [Loss], Optimizer = optimizer }, Batch);
        Pattern("input", step.Input<float>("input").Length).CopyTo(step.Input<float>("input"));
        for (var i = 0; i < Batch; i++)
        {
            step.Input<long>("labels")[i] = i % Classes;
        }

        return step;
    }

    /// <summary>The formula of make_golden.py.</summary>
    private static float[] Pattern(string name, int count)
    {
        var scale = name == "input" ? 1.0 : 0.3;
        var isScale = name.EndsWith("norm.weight", StringComparison.Ordinal) || name.EndsWith("norm1.weight", StringComparison.Ordinal) || name.EndsWith("norm2.weight", StringComparison.Ordinal);
        return [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(1.3 * i + name.Length)).Select(v => (float)(isScale ? 1 + 0.5 * v : v))];
    }

    private static Model Residual()
    {
        var b = new NetworkBuilder("input", [3, 8, 8], seed: 1);
        var x = b.Relu("stem.relu", b.GroupNormalization("stem.norm", b.MaxPool("stem.pool", b.Convolution("stem", b.Input, 8, kernel: 3), size: 2), groups: 2));
        x = b.Add("sum", x, b.Relu("inner.relu", b.GroupNormalization("inner.norm", b.Convolution("inner", x, 8, kernel: 3), groups: 2)));
        return b.Build("residual", "logits", b.Linear("classifier", b.GlobalAveragePool("features", x), Classes));
    }

    private static Model Transformer()
    {
        var b = new NetworkBuilder("input", [Tokens, Width], seed: 1);
        var x = b.Add("embedded", b.Input, b.Normal("positions.weight", [Tokens, Width], 1));
        var all = b.Linear("projections", b.LayerNormalization("norm1", x), 3 * Width);
        Value Part(int index, params long[] permutation) => b.Transpose(
            $"part{index}", b.Reshape($"part{index}.split", b.Slice($"part{index}.flat", all, axis: 2, index * Width, (index + 1) * Width), [Tokens, Heads, Width / Heads]), permutation);
        var scores = b.MatMul("scores", b.Mul("scaled", Part(0, 0, 2, 1, 3), 1 / Math.Sqrt(Width / Heads)), Part(1, 0, 2, 3, 1));
        var mixed = b.Transpose("mixed", b.MatMul("heads", b.Softmax("attend", scores), Part(2, 0, 2, 1, 3)), 0, 2, 1, 3);
        x = b.Add("attended", x, b.Linear("attention", b.Reshape("merged", mixed, [Tokens, Width]), Width));
        var inner = b.QuickGelu("gelu", b.Linear("expand", b.LayerNormalization("norm2", x), 2 * Width));
        x = b.Add("block", x, b.Linear("contract", inner, Width));
        return b.Build("transformer", "logits", b.Linear("classifier", b.Reshape("flat", x, [Tokens * Width]), Classes));
    }
}
