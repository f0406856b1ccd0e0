using System.Collections.Immutable;
using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>An ONNX file in memory: the graph, and under which versions of the format and the operators it is to be read.</summary>
public sealed record Model(Graph Graph, ImmutableSortedDictionary<string, long> Opsets, long IrVersion)
{
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<Function> Functions { get; init; } = [];

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Producer, versions, documentation and fields unknown to us, to be written back.</summary>
    internal ModelProto? Rest { get; init; }

    /// <summary>The version of ONNX's own operators.</summary>
    public long Opset => Opsets.GetValueOrDefault("", Opsets.GetValueOrDefault("ai.onnx", 1));

    public string Producer => $"{Rest?.ProducerName} {Rest?.ProducerVersion}".Trim();
}
