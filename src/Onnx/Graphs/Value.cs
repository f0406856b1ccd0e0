using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>
/// Something that flows along an edge of the graph: its name and what is known of its type. <see cref="Shape"/> is null where not
/// even the rank is known; <see cref="Type"/> is <see cref="ElementType.Undefined"/> where the type is unknown or no tensor.
/// </summary>
public sealed record Value(string Name, ElementType Type = ElementType.Undefined, Shape? Shape = null)
{
    /// <summary>The declared type of a value that is no dense tensor: a sequence, map, optional or sparse tensor.</summary>
    internal TypeProto? Composite { get; init; }

    public bool IsTensor => Composite is null && Type != ElementType.Undefined;

    /// <summary>Dimension <paramref name="axis"/>, -1 being the last.</summary>
    public Dimension this[int axis] => Known.Shape![Known.Shape.Axis(axis)];

    public int Rank => Known.Shape!.Rank;

    /// <summary>Bytes of the tensor, or null where its type or a dimension is not known.</summary>
    public long? Bytes => IsTensor && Shape is { IsStatic: true } && Type.Bits() > 0 ? Type.Bytes(Shape.Elements()) : null;

    private Value Known => Shape is null ? throw new InvalidOperationException($"the shape of '{Name}' is not known") : this;

    public override string ToString() => $"{Name}: {(Composite is null ? Type.ToString() : Composite.ValueCase.ToString())}{Shape}";
}
