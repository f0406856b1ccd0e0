using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// The model <c>simple</c> that the example programs of Triton's clients ask for: sum and difference of two INT32[1,16]. It lets anybody
/// check a client against this gateway before having a model.
/// </summary>
internal static class SimpleModel
{
    public const string Name = "simple";

    public static OnnxModel Create()
    {
        var graph = new GraphBuilder(Name);
        var (left, right) = (graph.Input("INPUT0", ElementType.Int32, [1, 16]), graph.Input("INPUT1", ElementType.Int32, [1, 16]));
        graph.Output(graph.Add(left, right), "OUTPUT0");
        graph.Output(graph.Sub(left, right), "OUTPUT1");
        return new(Name, "1", new PartitionSession(OnnxFile.ToBytes(graph.Build()), Name));
    }
}
