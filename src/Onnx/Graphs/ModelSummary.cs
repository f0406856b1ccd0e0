using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs;

/// <summary>A model at a glance: what it takes and gives, its versions, its weights, its operators.</summary>
/// <param name="Parameters">Elements of all weights; what nodes compute from constants is not counted.</param>
/// <param name="Operators">How often each operator appears, bodies included, the most frequent first.</param>
public sealed record ModelSummary(
    string Graph,
    string Producer,
    long IrVersion,
    ImmutableSortedDictionary<string, long> Opsets,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    int Nodes,
    long Parameters,
    long WeightBytes,
    ImmutableArray<OperatorCount> Operators,
    ImmutableArray<string> Functions,
    ImmutableSortedDictionary<string, string> Metadata)
{
    public static ModelSummary Of(Model model)
    {
        var graph = model.Graph;
        var nodes = Within(graph).SelectMany(g => g.Nodes).ToList();
        var weights = Within(graph).SelectMany(g => g.Initializers).ToList();
        return new(
            graph.Name,
            model.Producer,
            model.IrVersion,
            model.Opsets,
            [.. graph.FedInputs.Select(i => i.ToString())],
            [.. graph.Outputs.Select(o => o.ToString())],
            nodes.Count,
            weights.Sum(w => w.Elements),
            weights.Sum(w => w.ByteLength),
            [.. nodes.GroupBy(n => n.IsStandard ? n.Op : $"{n.Domain}::{n.Op}").Select(g => new OperatorCount(g.Key, g.Count()))
                .OrderByDescending(o => o.Count).ThenBy(o => o.Operator, StringComparer.Ordinal)],
            [.. model.Functions.Select(f => $"{f.Domain}::{f.Name}")],
            model.Metadata);
    }

    private static IEnumerable<Graph> Within(Graph graph) =>
        graph.Nodes.SelectMany(n => n.Bodies).SelectMany(Within).Prepend(graph);
}
