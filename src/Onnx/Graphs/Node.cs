using System.Collections.Immutable;
using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>One operator: names in, names out. An empty name stands for an optional argument that is left out.</summary>
public sealed record Node(
    string Op,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableDictionary<string, NodeAttribute> Attributes,
    string Name = "",
    string Domain = "")
{
    /// <summary>Overload, documentation, metadata and fields unknown to us, to be written back.</summary>
    internal NodeProto? Rest { get; init; }

    /// <summary>Whether the operator is of ONNX itself, not of another domain.</summary>
    public bool IsStandard => Domain is "" or "ai.onnx";

    /// <summary>The subgraphs of If, Loop, Scan and their like.</summary>
    public IEnumerable<Graph> Bodies => Attributes.Values.SelectMany(a => a.Graphs);

    /// <summary>Every value the node reads: its inputs and what its bodies capture from outside.</summary>
    public IEnumerable<string> Reads
    {
        get
        {
            foreach (string input in Inputs)
                if (input.Length > 0) yield return input;
            foreach (var body in Bodies)
                foreach (string capture in body.Captures) yield return capture;
        }
    }

    public string? Input(int index) => index < Inputs.Length && Inputs[index].Length > 0 ? Inputs[index] : null;

    public NodeAttribute? Attribute(string name) => Attributes.GetValueOrDefault(name);

    public long Int(string name, long otherwise) => Attribute(name)?.Int ?? otherwise;

    public float Float(string name, float otherwise) => Attribute(name)?.Float ?? otherwise;

    public string Text(string name, string otherwise) => Attribute(name)?.Text ?? otherwise;

    /// <summary>The attribute's integers, or default where it is absent.</summary>
    public ImmutableArray<long> Ints(string name) => Attribute(name)?.Ints ?? default;

    /// <summary>How messages call the node: operator, name if it has one, first output.</summary>
    public override string ToString() => $"{Op} '{(Name.Length > 0 ? Name : Outputs.FirstOrDefault(o => o.Length > 0))}'";
}
