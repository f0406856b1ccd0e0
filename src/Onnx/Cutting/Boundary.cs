using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// A strict boundary: a set of tensors such that everything after it can be computed from these tensors and constants alone.
/// Sizes are for one example (symbolic dimensions count as 1).
/// </summary>
public sealed record Boundary
{
    /// <summary>What crosses, in the order in which the model makes it; static shapes.</summary>
    public required ImmutableArray<Value> Tensors { get; init; }

    /// <summary>Nodes before the cut, of those that depend on the inputs and lead to an output.</summary>
    public required int HeadNodes { get; init; }

    public required int TailNodes { get; init; }

    /// <summary>Multiply-adds.</summary>
    public required long HeadMacs { get; init; }

    /// <inheritdoc cref="HeadMacs"/>
    public required long TailMacs { get; init; }

    /// <summary>Bytes of all tensors that cross, as they are.</summary>
    public required long BytesAcross { get; init; }

    /// <summary>Weights and the largest sum of values alive at once, bytes, running nodes in topological order.</summary>
    public required long HeadPeakBytes { get; init; }

    /// <inheritdoc cref="HeadPeakBytes"/>
    public required long TailPeakBytes { get; init; }

    /// <summary>An input of the model itself crosses: a policy that keeps raw data on the device forbids this cut.</summary>
    public required bool CarriesInput { get; init; }

    public IEnumerable<string> Names => Tensors.Select(t => t.Name);

    /// <summary>Which of the flow's nodes are before the cut.</summary>
    internal NodeSet Head { get; init; } = new(0);

    public override string ToString() => string.Join(", ", Names);
}
