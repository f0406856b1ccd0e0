using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Gradients;

/// <summary>One node to be checked: its differentiable inputs (shape, and the interval its values are drawn from) and its constant ones.</summary>
public sealed record GradientCase(string Name, Node Node, ImmutableArray<(long[] Shape, double Low, double High)> Inputs, ImmutableArray<Tensor> Constants)
{
    /// <summary>Float where the engine has no double kernel for the operator or for what its gradient is made of.</summary>
    public ElementType Type { get; init; } = ElementType.Double;

    /// <summary>Of the central difference. Large where the result is linear in each input: then it is exact.</summary>
    public double Step { get; init; } = 1e-5;

    /// <summary>Largest allowed difference, relative to 1 + |derivative|.</summary>
    public double Tolerance { get; init; } = 1e-6;

    public long Opset { get; init; } = 18;

    /// <summary>Draws that would come nearer than this to each other are spread out: a maximum has no derivative at a tie.</summary>
    public bool Distinct { get; init; }

    public static GradientCase Of(string op, params (long[] Shape, double Low, double High)[] inputs) => Named(op, op, inputs);

    public static GradientCase Named(string name, string op, params (long[] Shape, double Low, double High)[] inputs) => new(
        name,
        new Node(op, [.. Enumerable.Range(0, inputs.Length).Select(i => $"x{i}")], ["y"], ImmutableDictionary<string, NodeAttribute>.Empty, op),
        [.. inputs],
        []);

    public GradientCase With(params NodeAttribute[] attributes) =>
        this with { Node = Node with { Attributes = Node.Attributes.AddRange(attributes.Select(a => KeyValuePair.Create(a.Name, a))) } };

    /// <summary>Adds a constant as the node's next input.</summary>
    public GradientCase Then(Tensor constant) =>
        this with { Node = Node with { Inputs = Node.Inputs.Add(constant.Name) }, Constants = Constants.Add(constant) };

    public GradientCase Before(Tensor constant) =>
        this with { Node = Node with { Inputs = Node.Inputs.Insert(0, constant.Name) }, Constants = Constants.Add(constant) };

    public GradientCase Skip() => this with { Node = Node with { Inputs = Node.Inputs.Add("") } };

    public GradientCase Results(params string[] names) => this with { Node = Node with { Outputs = [.. names] } };

    /// <summary>In float32, for a result that is linear in each input: a difference over a large step is exact but for rounding.</summary>
    public GradientCase FloatLinear() => this with { Type = ElementType.Float, Step = 0.5, Tolerance = 2e-4 };

    /// <summary>In float32, for a smooth result: the step trades rounding against curvature.</summary>
    public GradientCase FloatSmooth() => this with { Type = ElementType.Float, Step = 1e-2, Tolerance = 5e-3 };

    public override string ToString() => Name;
}
