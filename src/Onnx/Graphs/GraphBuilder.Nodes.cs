using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeActors.Onnx.Graphs;

/// <summary>Any operator by name, and constants.</summary>
public sealed partial class GraphBuilder
{
    /// <summary>Appends an operator with one output. A null input is an optional one left out.</summary>
    public Value Op(string op, ReadOnlySpan<Value?> inputs, params ReadOnlySpan<NodeAttribute> attributes) => Ops(op, inputs, 1, attributes)[0];

    /// <summary>Appends an operator with several outputs, all named freshly.</summary>
    public ImmutableArray<Value> Ops(string op, ReadOnlySpan<Value?> inputs, int outputs, params ReadOnlySpan<NodeAttribute> attributes)
    {
        string[] names = new string[outputs];
        for (int i = 0; i < outputs; i++) names[i] = Fresh(outputs == 1 ? op : op + "." + i.ToString(CultureInfo.InvariantCulture));
        return Append(op, Names(inputs), [.. names], attributes);
    }

    /// <summary>Appends an operator of a domain other than ONNX's own, or one that inference knows nothing of: the caller says the types.</summary>
    /// <param name="outputs">Types and shapes of the outputs; their names are only hints.</param>
    public ImmutableArray<Value> Custom(
        string domain, string op, ReadOnlySpan<Value?> inputs, ReadOnlySpan<Value> outputs, params ReadOnlySpan<NodeAttribute> attributes)
    {
        var named = ImmutableArray.CreateBuilder<Value>(outputs.Length);
        foreach (var output in outputs) named.Add(output with { Name = Fresh(output.Name) });
        Append(op, Names(inputs), [.. named.Select(v => v.Name)], attributes, domain);
        foreach (var output in named) _inference.Declare(output);
        return named.MoveToImmutable();
    }

    /// <summary>Appends a node as it is, names included.</summary>
    public ImmutableArray<Value> Append(Node node)
    {
        foreach (string output in node.Outputs)
            if (output.Length > 0) Claim(output);
        Register(node);
        return _inference.Add(node);
    }

    /// <summary>A float scalar. Equal constants are made once.</summary>
    public Value Scalar(float value) => Constant(ElementType.Float, [], [value]);

    public Value Scalar(long value) => Constant<long>(ElementType.Int64, [], [value]);

    /// <summary>A scalar of the floating-point type of <paramref name="like"/>.</summary>
    public Value ScalarLike(Value like, double value) => like.Type switch
    {
        ElementType.Float => Scalar((float)value),
        ElementType.Double => Constant(ElementType.Double, [], [value]),
        ElementType.Float16 => Constant(ElementType.Float16, [], [(Half)value]),
        ElementType.Int64 => Scalar((long)value),
        ElementType.Int32 => Constant(ElementType.Int32, [], [(int)value]),
        _ => throw new OnnxFormatException($"no scalar constant of type {like.Type} for '{like.Name}'"),
    };

    /// <summary>A vector of integers: shapes, axes, pads.</summary>
    public Value Int64s(params ReadOnlySpan<long> values) => Constant(ElementType.Int64, [values.Length], values);

    public Value Floats(params ReadOnlySpan<float> values) => Constant(ElementType.Float, [values.Length], values);

    /// <summary>A constant tensor. Small equal ones are made once.</summary>
    public Value Constant<T>(ElementType type, ReadOnlySpan<long> dims, ReadOnlySpan<T> values) where T : unmanaged
    {
        const int LargestShared = 256;
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length > LargestShared) return Claimed(Tensor.From(Fresh("constant"), type, dims, values));
        string key = $"{type}{Shape.Of(dims)}{Convert.ToHexString(bytes)}";
        if (!_shared.TryGetValue(key, out var known))
            _shared[key] = known = Claimed(Tensor.From(Unused("constant", _names), type, dims, values));
        return known;

        Value Claimed(Tensor tensor)
        {
            _initializers.Add(tensor);
            _inference.Declare(tensor);
            return tensor.Value;
        }
    }

    private static ImmutableArray<string> Names(ReadOnlySpan<Value?> inputs)
    {
        int count = inputs.Length;
        while (count > 0 && inputs[count - 1] is null) count--;
        var names = ImmutableArray.CreateBuilder<string>(count);
        foreach (var input in inputs[..count]) names.Add(input?.Name ?? "");
        return names.MoveToImmutable();
    }

    private ImmutableArray<Value> Append(
        string op, ImmutableArray<string> inputs, ImmutableArray<string> outputs, ReadOnlySpan<NodeAttribute> attributes, string domain = "")
    {
        var named = ImmutableDictionary.CreateBuilder<string, NodeAttribute>();
        foreach (var attribute in attributes) named.Add(attribute.Name, attribute);
        var node = new Node(op, inputs, outputs, named.ToImmutable(), Unused(_scope + op, _nodeNames), domain);
        _nodes.Add(node);
        return _inference.Add(node);
    }

    private void Register(Node node)
    {
        _nodes.Add(node);
        _names.UnionWith(node.Outputs);
        _nodeNames.Add(node.Name);
        foreach (var body in node.Bodies) Reserve(body);
    }

    /// <summary>Names inside bodies must not be reused outside: a body would capture the wrong value.</summary>
    private void Reserve(Graph body)
    {
        _names.UnionWith(body.Inputs.Select(i => i.Name));
        _names.UnionWith(body.Initializers.Select(t => t.Name));
        foreach (var node in body.Nodes)
        {
            _names.UnionWith(node.Outputs);
            foreach (var inner in node.Bodies) Reserve(inner);
        }
    }
}
