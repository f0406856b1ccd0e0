using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// Finds which of the chosen weights a loss depends on at all, by differentiating a draft: an initializer may be read only as a bound, a
/// pad or a running statistic.
/// </summary>
internal sealed class TrainableWeights(StaticGraph source, IReadOnlyCollection<string> outputs)
{
    public IReadOnlySet<string> Among(IReadOnlyCollection<string> chosen)
    {
        var fixedOnes = source.Graph.Nodes.Where(n => n.Op == "InstanceNormalization").SelectMany(n => n.Inputs.Skip(1)).Where(IsNeutral).ToHashSet();
        chosen = [.. chosen.Except(fixedOnes)];
        var draft = new GraphWriter(source.Model.Opset);
        var gradients = new Differentiator(draft, source, outputs, chosen)
            .Backward(outputs.Select(o => (o, draft.Expand(draft.Constant(source.Values[o].Type, 1), source.Values[o].Sizes()))));
        return chosen.Where(gradients.ContainsKey).ToHashSet();
    }

    /// <summary>
    /// All ones or all zeros: exporters write group normalisation as InstanceNormalization with such a scale and shift, which say nothing
    /// and are followed by the trained ones.
    /// </summary>
    private bool IsNeutral(string name) => source.Graph.Constants.TryGetValue(name, out var tensor) && tensor.Type == ElementType.Float
        && (!tensor.As<float>().ContainsAnyExcept(0f) || !tensor.As<float>().ContainsAnyExcept(1f));
}
