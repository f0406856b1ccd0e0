using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>The two models that are served: <c>simple</c>, which the gateway has of its own, and a small network on [1, 3, 224, 224].</summary>
internal static class BenchModels
{
    public const string Simple = "simple";
    public const string Wide = "bench-224";

    private const int Labels = 10;
    private const int Channels = 8;

    /// <summary>Writes both under the folder: <c>simple.onnx</c> beside, the other as a model that a cloud host announces.</summary>
    /// <returns>The files by model.</returns>
    public static IReadOnlyDictionary<string, string> Write(string folder)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, Wide)).FullName;
        var (simple, wide) = (Path.Combine(folder, "simple.onnx"), Path.Combine(home, "model.onnx"));
        OnnxFile.Write(SumAndDifference(), simple);
        OnnxFile.Write(Network(), wide);
        ModelStore.WriteManifest(
            new()
            {
                Name = Wide,
                Version = "1.0.0",
                Task = TaskNames.ImageClassification,
                File = ModelFile.Of(wide),
                Picture = new() { Tensor = "input", Width = 224, Height = 224, Mean = [0, 0, 0], Std = [1, 1, 1] },
                Labels = [.. Enumerable.Range(0, Labels).Select(label => $"class-{label}")],
                Origin = new() { Command = "edgeactors bench gateway", Data = "none: it is not trained" },
                Licence = "CC0-1.0",
            },
            Path.Combine(home, ModelManifest.FileName));
        return new Dictionary<string, string> { [Simple] = simple, [Wide] = wide };
    }

    private static Model SumAndDifference()
    {
        var graph = new GraphBuilder(Simple);
        var (left, right) = (graph.Input("INPUT0", ElementType.Int32, [1, 16]), graph.Input("INPUT1", ElementType.Int32, [1, 16]));
        graph.Output(graph.Add(left, right), "OUTPUT0");
        graph.Output(graph.Sub(left, right), "OUTPUT1");
        return graph.Build();
    }

    /// <summary>A convolution of 7 x 7 with stride 4, ReLU, global pooling, a linear layer: about 30 million multiply-adds.</summary>
    private static Model Network()
    {
        var graph = new GraphBuilder(Wide);
        var random = new Random(1);
        var input = graph.Input("input", ElementType.Float, [1, 3, 224, 224]);
        var features = graph.Relu(graph.Conv(input, Weight("stem", [Channels, 3, 7, 7]), pads: [3, 3, 3, 3], strides: [4, 4]));
        graph.Output(graph.MatMul(graph.Flatten(graph.GlobalAveragePool(features)), Weight("head", [Channels, Labels])), "logits");
        return graph.Build();

        Value Weight(string name, long[] dims)
        {
            var values = new float[dims.Aggregate(1L, (product, dim) => product * dim)];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(random.NextDouble() - 0.5);
            return graph.Weight(name, dims, values);
        }
    }
}
