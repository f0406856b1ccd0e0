using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = EdgeActors.Onnx.Graphs.Tensor;

namespace EdgeActors.Onnx.Tests.Gradients;

/// <summary>
/// Compares the gradient of sum(weights * results), weights drawn at random, with central differences of the operator itself.
/// </summary>
internal static class GradientCheck
{
    public static void Run(GradientCase c)
    {
        var random = new SeededRandom(17);
        double[][] inputs = [.. c.Inputs.Select(i => Draw(i.Shape, i.Low, i.High, c.Distinct, ref random))];
        Value[] values = [.. c.Inputs.Select((input, i) => new Value($"x{i}", c.Type, Shape.Of(input.Shape)))];
        var model = new Model(
            new Graph("case", [.. values], [.. c.Node.Outputs.Select(o => new Value(o))], [c.Node], c.Constants),
            ImmutableSortedDictionary<string, long>.Empty.Add("", c.Opset),
            IrVersion: 10);
        var bound = StaticGraph.Bind(model, 1);
        string[] results = [.. c.Node.Outputs.Where(o => bound.Values[o].Type.IsFloatingPoint())];
        double[][] weights = [.. results.Select(o => Draw(bound.Values[o].Shape!.Sizes(), -1, 1, false, ref random))];

        var analytic = Analytic(c, bound, results, weights, inputs);
        using var session = new InferenceSession(OnnxFile.ToBytes(model));
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Length, analytic[i].Length);
            for (var k = 0; k < inputs[i].Length; k++)
            {
                var original = inputs[i][k];
                inputs[i][k] = original + c.Step;
                var above = Weighted(session, c, inputs, results, weights);
                inputs[i][k] = original - c.Step;
                var below = Weighted(session, c, inputs, results, weights);
                inputs[i][k] = original;
                var numeric = (above - below) / (2 * c.Step);
                Assert.True(Math.Abs(numeric - analytic[i][k]) <= c.Tolerance * (1 + Math.Abs(numeric)),
                    $"{c.Name}: d/dx{i}[{k}] is {analytic[i][k]:R}, by differences {numeric:R}");
            }
        }
    }

    private static double[][] Analytic(GradientCase c, StaticGraph bound, string[] results, double[][] weights, double[][] inputs)
    {
        var g = new GraphWriter(c.Opset);
        string[] names = [.. inputs.Select((_, i) => $"x{i}")];
        var differentiator = new Differentiator(g, bound, results, names);
        var seeds = results.Zip(weights, (o, w) => (o, g.Initializer(ToTensor(g.Fresh("weights"), c.Type, bound.Values[o].Shape!.Sizes(), w)))).ToArray();
        var gradients = differentiator.Backward(seeds);
        Value[] outputs = [.. names.Select(n => gradients[n])];
        var model = bound.Model with { Graph = g.Build("gradient", outputs) };
        using var session = new InferenceSession(OnnxFile.ToBytes(model));
        var inputNames = session.InputNames.ToArray();
        using var run = new RunOptions();
        var feeds = inputNames.Select(n => Feed(c, inputs, int.Parse(n[1..], System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        using var computed = session.Run(run, inputNames, feeds, [.. outputs.Select(o => o.Name)]);
        return [.. computed.Select(Doubles)];
    }

    private static double Weighted(InferenceSession session, GradientCase c, double[][] inputs, string[] results, double[][] weights)
    {
        using var run = new RunOptions();
        using var computed = session.Run(run, [.. inputs.Select((_, i) => $"x{i}")], [.. inputs.Select((_, i) => Feed(c, inputs, i))], results);
        return computed.Select((value, i) => Doubles(value).Zip(weights[i], (y, w) => y * w).Sum()).Sum();
    }

    private static OrtValue Feed(GradientCase c, double[][] inputs, int index) => c.Type == ElementType.Double
        ? OrtValue.CreateTensorValueFromMemory((double[])inputs[index].Clone(), c.Inputs[index].Shape)
        : OrtValue.CreateTensorValueFromMemory(inputs[index].Select(v => (float)v).ToArray(), c.Inputs[index].Shape);

    private static double[] Doubles(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Double
        ? value.GetTensorDataAsSpan<double>().ToArray()
        : [.. value.GetTensorDataAsSpan<float>().ToArray().Select(v => (double)v)];

    private static Tensor ToTensor(string name, ElementType type, long[] shape, double[] values) => type == ElementType.Double
        ? Tensor.From<double>(name, type, shape, values)
        : Tensor.From(name, shape, values.Select(v => (float)v).ToArray());

    private static double[] Draw(long[] shape, double low, double high, bool distinct, ref SeededRandom random)
    {
        var values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        var order = distinct ? random.Permutation(values.Length) : [];
        for (var i = 0; i < values.Length; i++)
        {
            // Distinct: one value from each of as many equal parts of the interval, taken from their middles.
            var share = distinct ? (order[i] + 0.4 + 0.2 * random.NextDouble()) / values.Length : random.NextDouble();
            values[i] = low + (high - low) * share;
        }

        return values;
    }
}
