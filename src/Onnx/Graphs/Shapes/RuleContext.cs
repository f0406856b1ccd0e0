using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>What a shape rule may look at: the node, what is known of its inputs, and the operator set's version.</summary>
internal sealed class RuleContext(Node node, long opset, ShapeInference scope)
{
    public Node Node => node;

    public long Opset => opset;

    /// <summary>The types known around the node, for rules that enter a body.</summary>
    public ShapeInference Scope => scope;

    public Value? Input(int index) => node.Input(index) is { } name ? scope.Find(name) : null;

    public ElementType Type(int index) => Input(index)?.Type ?? ElementType.Undefined;

    public Shape? Shape(int index) => Input(index)?.Shape;

    public Contents? Contents(int index) => node.Input(index) is { } name ? scope.ContentsOf(name) : null;

    public Tensor? Constant(int index) => node.Input(index) is { } name ? scope.ConstantOf(name) : null;

    public bool Has(int index) => node.Input(index) is not null;

    /// <summary>
    /// Axes and the like, which moved from an attribute to an input between operator sets. True with null where the node names none;
    /// false where it names some that are not known.
    /// </summary>
    public bool TryIntegers(string attribute, int input, out long[]? values)
    {
        values = node.Ints(attribute) is { IsDefault: false } ints ? [.. ints] : null;
        if (values is not null || !Has(input)) return true;
        values = Contents(input)?.Numbers;
        return values is not null;
    }

    public static ImmutableArray<Inferred> One(ElementType type, Shape? shape) => [new(type, shape)];

    public ImmutableArray<Inferred> Like(int input) => One(Type(input), Shape(input));

    [DoesNotReturn]
    public Shape Fail(string reason) => throw new OnnxFormatException($"{node}: {reason}");
}
