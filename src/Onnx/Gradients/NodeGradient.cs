using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// One node while it is being differentiated: what its rule may read (arguments, results, the gradient of each result) and
/// where it leaves the gradients of the arguments. A rule's forward part may <see cref="Save"/> what its backward part needs.
/// </summary>
public sealed class NodeGradient
{
    private readonly StaticGraph _source;
    private readonly Dictionary<string, Value> _saved = [];
    private readonly Value?[] _inputs;
    private readonly Value?[] _gradients;
    private readonly bool[] _wanted;

    internal NodeGradient(GraphWriter writer, StaticGraph source, Node node, IReadOnlySet<string> active)
    {
        (Writer, _source, Node) = (writer, source, node);
        _inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : writer[name])];
        _wanted = [.. node.Inputs.Select(active.Contains)];
        _gradients = new Value?[_inputs.Length];
        Results = [.. node.Outputs.Select(name => name.Length == 0 ? null : source.Values[name])];
    }

    /// <summary>The graph that grows.</summary>
    public GraphWriter Writer { get; }

    public Node Node { get; }

    public int InputCount => _inputs.Length;

    /// <summary>The node's results, null where one has no name.</summary>
    public IReadOnlyList<Value?> Results { get; }

    /// <summary>The gradient of the loss by each result; null where the loss does not depend on it.</summary>
    internal Value?[] ResultGradients { get; set; } = [];

    /// <summary>Gradient of the loss by the first result.</summary>
    public Value Gradient => ResultGradients[0]!;

    public Value Result => Results[0]!;

    internal IReadOnlyList<Value?> InputGradients => _gradients;

    /// <summary>What the forward part changes: the argument's name, and its value after the step.</summary>
    internal List<(string Name, Value Next)> Updates { get; } = [];

    public Value Input(int index) => _inputs[index]!;

    public Value? Optional(int index) => index < _inputs.Length ? _inputs[index] : null;

    public Value? GradientOf(int result) => result < ResultGradients.Length ? ResultGradients[result] : null;

    /// <summary>Whether the loss depends on a trained weight through this argument; if not, its gradient costs nothing.</summary>
    public bool Wants(int input) => input < _wanted.Length && _wanted[input];

    /// <summary>Leaves the gradient of an argument, summed over the axes along which the argument was broadcast.</summary>
    public void Give(int input, Value gradient)
    {
        if (Wants(input))
        {
            _gradients[input] = Writer.SumTo(gradient, Input(input));
        }
    }

    /// <summary>The same, for a gradient that costs something to write down.</summary>
    public void Give(int input, Func<Value> gradient)
    {
        if (Wants(input))
        {
            Give(input, gradient());
        }
    }

    /// <summary>Says what an argument that is kept from step to step, such as a running mean, is to be after this step.</summary>
    public void Update(int input, Value next) => Updates.Add((Node.Inputs[input], next));

    public void Save(string key, Value value) => _saved[key] = value;

    public Value Saved(string key) => _saved[key];

    public Value? TrySaved(string key) => _saved.GetValueOrDefault(key);

    /// <summary>The whole numbers of an argument or, in older opsets, of the attribute that came before it; null if neither is there.</summary>
    public long[]? Numbers(int input, string attribute)
    {
        if (Node.Ints(attribute) is { IsDefault: false } ints)
        {
            return [.. ints];
        }

        if (Optional(input) is not { } value)
        {
            return null;
        }

        return _source.Numbers.TryGetValue(value.Name, out var numbers)
            ? numbers
            : throw GradientException.Unsupported(Node, $"an argument '{value.Name}' that depends on the data");
    }

    /// <summary>Whether an argument is a constant that nobody trains with every element equal to <paramref name="value"/>.</summary>
    public bool IsConstant(int input, float value) =>
        !Wants(input) && Writer.Initializers.TryGetValue(Node.Inputs[input], out var tensor)
        && tensor.Type == ElementType.Float && !tensor.As<float>().ContainsAnyExcept(value);

    public long Axis(long otherwise) => Input(0).Shape!.Axis(Node.Int("axis", otherwise));

    /// <summary>Copies the node itself into the graph: what the forward part of most rules does.</summary>
    public void CopyForward() => Writer.Copy(Node, Results.Where(r => r is not null)!);
}
