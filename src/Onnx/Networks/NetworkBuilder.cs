using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Networks;

/// <summary>
/// Writes a network layer by layer, weights drawn by seed, for training with <see cref="TrainStep"/>. Values carry the layer's name, so a
/// cut can be named; the batch axis stays open. Pictures are [batch, channels, height, width], sequences [batch, length, width].
/// </summary>
public sealed class NetworkBuilder
{
    private const long Opset = 18;
    private const long IrVersion = 9;

    private readonly GraphWriter _g = new(Opset);
    private readonly long _seed;
    private readonly string _input;
    private readonly long[] _inputShape;
    private int _drawn;

    /// <param name="shape">Of one example, without the batch axis.</param>
    public NetworkBuilder(string input, ReadOnlySpan<long> shape, long seed)
    {
        (_input, _inputShape, _seed) = (input, shape.ToArray(), seed);
        Input = _g.Input(input, ElementType.Float, [1, .. shape]);
    }

    public Value Input { get; }

    /// <summary>Number of weights so far.</summary>
    public long Parameters => _g.Initializers.Values.Where(t => t.Name.EndsWith(".weight", StringComparison.Ordinal) || t.Name.EndsWith(".bias", StringComparison.Ordinal)).Sum(t => t.Elements);

    /// <summary>Square convolution, He-initialised (He et al. 2015). Without bias where a normalisation follows, which would take it away.</summary>
    /// <param name="groups">Into which the channels fall that see nothing of each other; as many as channels make it depthwise.</param>
    public Value Convolution(string name, Value x, long channels, long kernel, long stride = 1, bool bias = false, long groups = 1)
    {
        var from = x.Sizes()[1] / groups;
        var weight = Normal($"{name}.weight", [channels, from, kernel, kernel], Math.Sqrt(2.0 / (from * kernel * kernel)));
        var pad = kernel / 2;
        long[] shape = [1, channels, (x.Sizes()[2] + 2 * pad - kernel) / stride + 1, (x.Sizes()[3] + 2 * pad - kernel) / stride + 1];
        Value[] inputs = bias ? [x, weight, Constant($"{name}.bias", [channels], 0)] : [x, weight];
        NodeAttribute[] attributes = [new("kernel_shape", [kernel, kernel]), new("strides", [stride, stride]), new("pads", [pad, pad, pad, pad])];
        return Node("Conv", name, shape, inputs, groups == 1 ? attributes : [.. attributes, new NodeAttribute("group", groups)]);
    }

    /// <summary>
    /// Group normalisation (Wu and He 2018), written with InstanceNormalization over [batch, groups, rest], as PyTorch exports it: the
    /// runtime has a kernel for that one, while GroupNormalization is unrolled into many passes.
    /// </summary>
    public Value GroupNormalization(string name, Value x, long groups, float scale = 1)
    {
        var (shape, channels) = (x.Sizes(), x.Sizes()[1]);
        var rows = Reshape($"{name}.rows", x, [groups, x.Elements() / groups]);
        var ones = Constant($"{name}.ones", [groups], 1);
        var zeros = Constant($"{name}.zeros", [groups], 0);
        var normal = Node("InstanceNormalization", $"{name}.normal", rows.Sizes(), [rows, ones, zeros], new NodeAttribute("epsilon", 1e-5f));
        var back = Reshape($"{name}.back", normal, shape[1..]);
        var scaled = Node("Mul", $"{name}.scaled", shape, [back, Constant($"{name}.weight", [channels, 1, 1], scale)]);
        return Node("Add", name, shape, [scaled, Constant($"{name}.bias", [channels, 1, 1], 0)]);
    }

    public Value LayerNormalization(string name, Value x)
    {
        var width = x.Sizes()[^1];
        return Node("LayerNormalization", name, x.Sizes(), [x, Constant($"{name}.weight", [width], 1), Constant($"{name}.bias", [width], 0)], new NodeAttribute("axis", -1L));
    }

    public Value Relu(string name, Value x) => Node("Relu", name, x.Sizes(), [x]);

    /// <summary>x sigmoid(1.702 x), the cheap form of the Gaussian error linear unit (Hendrycks and Gimpel 2016, section 2).</summary>
    public Value QuickGelu(string name, Value x)
    {
        var gate = Node("Sigmoid", $"{name}.gate", x.Sizes(), [_g.Mul(x, 1.702)]);
        return Node("Mul", name, x.Sizes(), [x, gate]);
    }

    public Value MaxPool(string name, Value x, long size) => Pool("MaxPool", name, x, size);

    public Value AveragePool(string name, Value x, long size) => Pool("AveragePool", name, x, size);

    /// <summary>Mean over the picture: [batch, channels].</summary>
    public Value GlobalAveragePool(string name, Value x) =>
        Reshape(name, Node("GlobalAveragePool", $"{name}.mean", [1, x.Sizes()[1], 1, 1], [x]), [x.Sizes()[1]]);

    public Value Add(string name, Value a, Value b) => Node("Add", name, TensorMath.Broadcast(a, b), [a, b]);

    public Value Mul(string name, Value a, double factor) => Node("Mul", name, a.Sizes(), [a, _g.Constant(ElementType.Float, factor)]);

    /// <summary>x W + b over the last axis.</summary>
    /// <param name="deviation">Of the initial weights; by default 1 / sqrt(inputs).</param>
    public Value Linear(string name, Value x, long outputs, double? deviation = null)
    {
        var inputs = x.Sizes()[^1];
        var weight = Normal($"{name}.weight", [inputs, outputs], deviation ?? Math.Sqrt(1.0 / inputs));
        long[] shape = [.. x.Sizes()[..^1], outputs];
        return Node("Add", name, shape, [Node("MatMul", $"{name}.product", shape, [x, weight]), Constant($"{name}.bias", [outputs], 0)]);
    }

    public Value MatMul(string name, Value a, Value b) => Node("MatMul", name, [.. a.Sizes()[..^1], b.Sizes()[^1]], [a, b]);

    public Value Softmax(string name, Value x) => Node("Softmax", name, x.Sizes(), [x], new NodeAttribute("axis", -1L));

    public Value Transpose(string name, Value x, params ReadOnlySpan<long> permutation)
    {
        var shape = new long[permutation.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = x.Sizes()[permutation[i]];
        }

        return Node("Transpose", name, shape, [x], new NodeAttribute("perm", permutation));
    }

    /// <param name="shape">Of one example: the batch axis is kept.</param>
    public Value Reshape(string name, Value x, ReadOnlySpan<long> shape) => Node("Reshape", name, [1, .. shape], [x, _g.Vector([0, .. shape])]);

    /// <summary>Elements [from, to) along an axis of the example (the batch axis is 0).</summary>
    public Value Slice(string name, Value x, long axis, long from, long to)
    {
        var shape = x.Sizes();
        shape[axis] = to - from;
        return Node("Slice", name, shape, [x, _g.Vector(from), _g.Vector(to), _g.Vector(axis)]);
    }

    /// <summary>A trained tensor that belongs to no layer, such as the positions of a transformer.</summary>
    public Value Normal(string name, ReadOnlySpan<long> shape, double deviation)
    {
        var random = new SeededRandom(_seed, _drawn++);
        return _g.Initializer(Tensor.From(name, shape, random.NextNormals(_g.Has(name) ? 0 : Elements(shape), deviation)));
    }

    /// <summary>The whole, its batch axis named "batch".</summary>
    public Model Build(string name, string output, Value result)
    {
        var last = result with { Name = output };
        _g.Emit("Identity", [result], [last]);
        var graph = _g.Build(name, [last]);
        return new Model(
            graph.With(
                inputs: [new Value(_input, ElementType.Float, Open([1, .. _inputShape]))],
                outputs: [new Value(output, ElementType.Float, Open(result.Sizes()))],
                // They were written for one example; beside an open batch they would be wrong.
                declared: ImmutableDictionary<string, Value>.Empty),
            ImmutableSortedDictionary<string, long>.Empty.Add("", Opset),
            IrVersion);
    }

    private static Shape Open(ReadOnlySpan<long> sizes) => Shape.Of(sizes).With(0, "batch");

    private Value Pool(string op, string name, Value x, long size)
    {
        var shape = x.Sizes();
        return Node(op, name, [1, shape[1], shape[2] / size, shape[3] / size], [x],
            new NodeAttribute("kernel_shape", [size, size]), new NodeAttribute("strides", [size, size]));
    }

    private Value Constant(string name, ReadOnlySpan<long> shape, float value)
    {
        var values = new float[Elements(shape)];
        Array.Fill(values, value);
        return _g.Initializer(Tensor.From(name, shape, values));
    }

    private Value Node(string op, string name, ReadOnlySpan<long> shape, ReadOnlySpan<Value?> inputs, params ReadOnlySpan<NodeAttribute> attributes)
    {
        var result = new Value(name, ElementType.Float, Shape.Of(shape));
        _g.Emit(op, inputs, [result], attributes);
        return result;
    }

    private static long Elements(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (var size in shape)
        {
            product *= size;
        }

        return product;
    }
}
