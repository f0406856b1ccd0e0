using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// 16-bit floats that cross a cut do so as 32-bit ones. A runtime without 16-bit kernels computes such a network in 32 bits and rounds only
/// where a value leaves a session: a cut that carried 16 bits would round where the whole model doesn't. On one that has the kernels nothing
/// is lost either. What a codec makes of the features afterwards is its own choice.
/// </summary>
internal static class Widening
{
    /// <summary>From this operator set on the type that <c>Cast</c> casts to is a number.</summary>
    private const long CastByNumber = 6;

    /// <summary>
    /// ONNX Runtime takes out a cast to fewer bits that is followed by its reverse only where it has put it in itself, which it knows by
    /// this name (insert_cast_transformer.cc). Under another the tail would round what it is given.
    /// </summary>
    private const string MayBeTakenOut = "InsertedPrecisionFreeCast_";

    /// <summary>The form in which a value crosses.</summary>
    /// <param name="made">A node makes it: inputs of the model cross as they are.</param>
    public static Value Of(Value value, bool made, Model model) =>
        made && value.Type == ElementType.Float16 && model.Opset >= CastByNumber
        && model.Graph.Outputs.All(o => o.Name != value.Name) && !model.Graph.Nodes.Any(n => n.Bodies.Any(b => b.Captures.Contains(value.Name)))
            ? value with { Type = ElementType.Float }
            : value;

    /// <summary>The nodes of one side, with casts where widened values leave or enter it.</summary>
    /// <param name="widened">Names of the values that cross in 32 bits and are 16 inside.</param>
    /// <param name="leave">They are made on this side; otherwise they are read.</param>
    public static IEnumerable<Node> Cast(IEnumerable<Node> nodes, IReadOnlySet<string> widened, bool leave)
    {
        var inner = nodes.Select(n => n with { Inputs = [.. n.Inputs.Select(Inside)], Outputs = [.. n.Outputs.Select(Inside)] });
        var casts = widened.Select(name => leave ? Node(Inside(name), name, ElementType.Float) : Node(name, Inside(name), ElementType.Float16));
        return leave ? inner.Concat(casts) : casts.Concat(inner);

        string Inside(string name) => widened.Contains(name) ? $"{name}.edgeactors.float16" : name;
    }

    private static Node Node(string from, string to, ElementType type) => new(
        "Cast", [from], [to], ImmutableDictionary<string, NodeAttribute>.Empty.Add("to", new("to", (long)type)), MayBeTakenOut + to);
}
