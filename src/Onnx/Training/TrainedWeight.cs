using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>A weight in a train step, and the names of its optimizer state, each of the weight's own shape.</summary>
public sealed record TrainedWeight(Value Weight, ImmutableArray<string> State)
{
    public string Name => Weight.Name;

    /// <summary>What goes in and comes out again, changed: the weight and its state.</summary>
    internal IEnumerable<string> Carried => State.Prepend(Name);
}
