using System.Collections.Immutable;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// A trained network with an encoder behind one of its tensors and a decoder before a later one. What lies between those two is left out; what
/// lies around them keeps its weights. The code in between is a finite scalar quantisation (Mentzer et al. 2023, arXiv 2309.15505, section 3.1):
/// each symbol is bounded by tanh and rounded to one of a few levels.
/// </summary>
public sealed class BottleneckNetwork
{
    // A tanh of exactly 1 would round to a level too many.
    private const float Below1 = 0.9999f;

    // While training, a value minus its own copy without gradient: the copy is made in whole numbers of this size.
    private const float FixedPoint = 1 << 16;

    private readonly Model _whole;
    private readonly BottleneckPlan _plan;
    private readonly Model _head;
    private readonly Model _tail;
    private readonly Model _encoder;
    private readonly Model _decoder;

    /// <exception cref="BottleneckException">It cannot go there, or not at that price.</exception>
    public BottleneckNetwork(Model whole, BottleneckPlan plan)
    {
        if (plan.Fault() is { } fault) throw new BottleneckException($"The plan of the bottleneck cannot be: {fault}.");
        (_whole, _plan) = (whole, plan);
        var cutter = new Cutter(whole);
        var (at, into) = (Boundary(cutter, plan.At), Boundary(cutter, plan.Into));
        if (into.HeadMacs <= at.HeadMacs)
            throw new BottleneckException($"'{plan.Into}' does not come after '{plan.At}': the decoder must lead to a later tensor than the encoder begins at.");
        if (at.Tensors[0].Shape!.Sizes() is not [_, var channels, var height, var width] || height != width)
            throw new BottleneckException($"'{plan.At}' is {at.Tensors[0]}: an encoder begins at feature maps [batch, channels, side, side].");
        _head = cutter.Extract(at).Head;
        if (_head.Graph.Producers().ContainsKey(plan.Into))
            throw new BottleneckException($"'{plan.Into}' is made before '{plan.At}': name a later one.");

        var budget = (long)(plan.MostHeadShare * cutter.Macs) - at.HeadMacs;
        var shape = EncoderShape.Within(budget, channels, height, plan.Symbols)
            ?? throw new BottleneckException(
                $"The head up to '{plan.At}' costs {100.0 * at.HeadMacs / cutter.Macs:F1} % of the network's multiply-adds, which leaves no room for an encoder within "
                + $"{100 * plan.MostHeadShare:F0} %: cut earlier, send fewer symbols, or allow more.");
        _tail = cutter.Extract(into).Tail;
        _encoder = WarmStart(BottleneckLayers.Encoder(plan.At, shape, plan.Seed));
        _decoder = BottleneckLayers.Decoder(plan.Into, into.Tensors[0].Shape!.Sizes().AsSpan(1), plan.Symbols, plan.Seed + 1);
        HeadShare = (double)(at.HeadMacs + shape.Macs) / cutter.Macs;
    }

    /// <summary>Head and encoder, of the uncut network's multiply-adds.</summary>
    public double HeadShare { get; }

    /// <summary>
    /// With the further input <see cref="BottleneckNames.Sent"/>. Rounding passes the gradient straight through (Bengio, Léonard and Courville 2013,
    /// arXiv 1308.3432, section 4): to the bounded value is added what rounding changed, as a number without gradient.
    /// </summary>
    public Model ForTraining()
    {
        var q = new Quantiser(_plan.Levels);
        var level = q.Round(q.Bound(BottleneckNames.Latent));
        var copy = q.Node("Mul", q.Node("Cast", q.Node("Cast", q.Node("Mul", q.Bounded, q.Constant(FixedPoint)), ElementType.Int32), ElementType.Float), q.Constant(1 / FixedPoint));
        var through = q.Node("Add", q.Bounded, q.Node("Sub", level, copy));
        q.Name(BottleneckNames.Code, "Mul", through, BottleneckNames.Sent);
        return Joined(q, [new Value(BottleneckNames.Sent, ElementType.Float, Shape.Of([1L, _plan.Symbols]).With(0, "batch"))]);
    }

    /// <summary>As it is used: every symbol sent, exactly rounded.</summary>
    /// <param name="trained">A network from <see cref="ForTraining"/> after training; its weights are taken.</param>
    public Model ForUse(Model trained)
    {
        var q = new Quantiser(_plan.Levels);
        q.Name(BottleneckNames.Code, "Add", q.Node("Floor", q.Bound(BottleneckNames.Latent)), q.Constant(0.5f));
        var network = Joined(q, []);
        return network with { Graph = network.Graph.WithConstants(trained.Graph.Constants) };
    }

    /// <summary>Weights of encoder and decoder.</summary>
    public bool IsNew(Tensor weight) => IsTrainable(weight) && weight.Name.StartsWith(BottleneckNames.Prefix, StringComparison.Ordinal);

    /// <summary>Those, and the weights of the tail; the head keeps its own.</summary>
    public bool IsNewOrTail(Tensor weight) => IsNew(weight) || (IsTrainable(weight) && _tail.Graph.Constants.ContainsKey(weight.Name) && !_head.Graph.Constants.ContainsKey(weight.Name));

    /// <summary>
    /// The encoder does in less work what the layers that are left out did, so it begins with their kernels and normalisations wherever one of its own has
    /// the same shape, in order: a convolution of stride 2 instead of one with pooling sees the same edges. Residual units begin near nothing instead.
    /// </summary>
    private Model WarmStart(Model encoder)
    {
        var around = _head.Graph.Initializers.Concat(_tail.Graph.Initializers).Select(t => t.Name).ToHashSet();
        var weights = _whole.Graph.Constants;
        var leftOut = _whole.Graph.Nodes.SelectMany(n => n.Reads).Distinct()
            .Where(name => weights.ContainsKey(name) && !around.Contains(name) && IsKernel(weights[name])).Select(name => weights[name]).ToList();
        var taken = new Dictionary<string, Tensor>();
        foreach (var name in encoder.Graph.Nodes.SelectMany(n => n.Reads).Distinct())
        {
            if (BottleneckLayers.IsResidual(name) || !encoder.Graph.Constants.TryGetValue(name, out var own) || !IsKernel(own)) continue;
            if (leftOut.Find(t => t.Dims.SequenceEqual(own.Dims)) is not { } old) continue;
            leftOut.Remove(old);
            taken[name] = old.Renamed(name);
        }
        return encoder with { Graph = encoder.Graph.WithConstants(taken) };
    }

    /// <summary>Of a convolution, or one number per channel of a map.</summary>
    private static bool IsKernel(Tensor weight) => IsTrainable(weight) && weight.Dims.Length >= 3;

    private static bool IsTrainable(Tensor weight) => weight.Type == ElementType.Float && weight.Dims.Length > 0;

    private Model Joined(Quantiser quantiser, ImmutableArray<Value> further)
    {
        var (encoder, decoder) = (Apart(_encoder.Graph, "encoder/"), Apart(_decoder.Graph, "decoder/"));
        Graph[] parts = [_head.Graph, encoder, decoder, _tail.Graph];
        var graph = new Graph(
            $"{_whole.Graph.Name}.neck",
            [.. _head.Graph.Inputs, .. further],
            _whole.Graph.Outputs,
            [.. parts.SelectMany(p => p.Nodes), .. quantiser.Nodes],
            [.. parts.SelectMany(p => p.Initializers).Concat(quantiser.Constants).DistinctBy(t => t.Name)]);
        return _whole with { Graph = graph, Path = null };
    }

    /// <summary>The same graph with names that cannot meet those of the network: all but its input, its output and what says whose it is already.</summary>
    private static Graph Apart(Graph graph, string prefix)
    {
        var kept = graph.Inputs.Concat(graph.Outputs).Select(v => v.Name).ToHashSet();
        string Named(string name) => name.Length == 0 || kept.Contains(name) || name.StartsWith(BottleneckNames.Prefix, StringComparison.Ordinal) ? name : BottleneckNames.Prefix + prefix + name;
        return new Graph(
            graph.Name, graph.Inputs, graph.Outputs,
            [.. graph.Nodes.Select(n => n with { Inputs = [.. n.Inputs.Select(Named)], Outputs = [.. n.Outputs.Select(Named)], Name = Named(n.Name) })],
            [.. graph.Initializers.Select(t => t.Renamed(Named(t.Name)))]);
    }

    private static Boundary Boundary(Cutter cutter, string tensor)
    {
        try
        {
            return cutter.At(tensor);
        }
        catch (CutException e)
        {
            throw new BottleneckException($"A bottleneck needs a single tensor through which everything goes: {e.Message}.");
        }
    }

    /// <summary>The nodes between encoder and decoder.</summary>
    private sealed class Quantiser(int levels)
    {
        private readonly List<Node> _nodes = [];
        private readonly Dictionary<float, Tensor> _constants = [];

        public IEnumerable<Node> Nodes => _nodes;

        public IEnumerable<Tensor> Constants => _constants.Values;

        /// <summary>Between -levels / 2 and levels / 2.</summary>
        public string Bounded { get; private set; } = "";

        public string Bound(string latent) => Bounded = Node("Mul", Node("Tanh", latent), Constant(Below1 * levels / 2));

        /// <summary>To the middle between two whole numbers.</summary>
        public string Round(string bounded) => Node("Add", Node("Floor", bounded), Constant(0.5f));

        public string Constant(float value)
        {
            if (!_constants.TryGetValue(value, out var tensor)) _constants[value] = tensor = Tensor.Scalar($"{BottleneckNames.Prefix}quantiser.constant{_constants.Count}", value);
            return tensor.Name;
        }

        public string Node(string op, params string[] inputs) => Name($"{BottleneckNames.Prefix}quantiser.{op.ToLowerInvariant()}{_nodes.Count}", op, inputs);

        public string Node(string op, string input, ElementType to) => Add(new Node(
            op, [input], [$"{BottleneckNames.Prefix}quantiser.{op.ToLowerInvariant()}{_nodes.Count}"],
            ImmutableDictionary<string, NodeAttribute>.Empty.Add("to", new NodeAttribute("to", (long)to))));

        public string Name(string output, string op, params string[] inputs) => Add(new Node(op, [.. inputs], [output], ImmutableDictionary<string, NodeAttribute>.Empty));

        private string Add(Node node)
        {
            _nodes.Add(node with { Name = node.Outputs[0] });
            return node.Outputs[0];
        }
    }
}
