using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Reverse-mode differentiation of an ONNX graph (Griewank and Walther, "Evaluating Derivatives", 2nd ed., chapter 3): the forward
/// graph is written out once, then every node that lies between a trained weight and the loss gets the adjoint of its
/// operator, last node first. The result is an ordinary graph. What lies elsewhere, frozen layers above all, adds no node.
/// </summary>
public sealed class Differentiator
{
    private readonly StaticGraph _source;
    private readonly HashSet<string> _active = [];
    private readonly List<(NodeGradient Node, OperatorGradient Rule)> _tape = [];
    private readonly Dictionary<string, Value> _gradients = [];

    /// <summary>Writes the forward part into <paramref name="writer"/>: as far as <paramref name="outputs"/> need it.</summary>
    /// <param name="trained">Inputs or initializers by which gradients are wanted. Initializers among them become inputs.</param>
    /// <exception cref="GradientException">An operator on the way from a trained value to an output has no gradient.</exception>
    public Differentiator(GraphWriter writer, StaticGraph source, IReadOnlyCollection<string> outputs, IReadOnlyCollection<string> trained)
    {
        (Writer, _source) = (writer, source);
        writer.Reserve(source.Values.Keys);
        _active.UnionWith(trained);
        var nodes = Needed(outputs);
        var rules = nodes.Select(RuleOf).ToArray();    // refuses before anything is written
        var running = nodes.Zip(rules).Where(p => p.Second is not null).SelectMany(p => p.Second!.Running.Select(i => p.First.Inputs[i]));
        Declare(nodes, [.. trained, .. running]);
        for (var i = 0; i < nodes.Count; i++)
        {
            Forward(nodes[i], rules[i]);
        }
    }

    public GraphWriter Writer { get; }

    /// <summary>Running statistics, which became inputs, and their values after the step.</summary>
    public IEnumerable<(string Name, Value Next)> Updates => _tape.SelectMany(t => t.Node.Updates);

    /// <summary>Writes the backward part, from the gradient of the loss by each output to the gradient by each trained value.</summary>
    /// <returns>By name; a value that the loss does not depend on is missing.</returns>
    public IReadOnlyDictionary<string, Value> Backward(IEnumerable<(string Output, Value Gradient)> seeds)
    {
        foreach (var (output, gradient) in seeds)
        {
            if (_active.Contains(output))
            {
                Accumulate(output, gradient);
            }
        }

        for (var i = _tape.Count - 1; i >= 0; i--)
        {
            var (node, rule) = _tape[i];
            node.ResultGradients = [.. node.Node.Outputs.Select(o => _gradients.GetValueOrDefault(o))];
            if (Array.TrueForAll(node.ResultGradients, g => g is null))
            {
                continue;
            }

            rule.Backward(node);
            for (var k = 0; k < node.InputCount; k++)
            {
                if (node.InputGradients[k] is { } gradient)
                {
                    Accumulate(node.Node.Inputs[k], gradient);
                }
            }
        }

        return _gradients;
    }

    private void Accumulate(string name, Value gradient) =>
        _gradients[name] = _gradients.TryGetValue(name, out var sum) ? Writer.Add(sum, gradient) : gradient;

    /// <summary>The nodes that the outputs depend on, in order.</summary>
    private List<Node> Needed(IEnumerable<string> outputs)
    {
        var needed = new HashSet<string>(outputs);
        var nodes = new List<Node>();
        foreach (var node in _source.Graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(needed.Contains))
            {
                nodes.Add(node);
                needed.UnionWith(node.Reads);
            }
        }

        nodes.Reverse();
        return nodes;
    }

    /// <summary>The node's rule if a trained value flows through it, marking its results; else null.</summary>
    private OperatorGradient? RuleOf(Node node)
    {
        var carriers = node.Outputs.Where(o => o.Length > 0 && _source.Values[o].Type.IsFloatingPoint()).ToArray();
        if (carriers.Length == 0 || !node.Reads.Any(_active.Contains))
        {
            return null;
        }

        var rule = OperatorGradients.For(node);
        if (rule != OperatorGradient.Zero)
        {
            _active.UnionWith(carriers);
        }

        return rule;
    }

    /// <param name="inputs">Initializers that become inputs: what changes from step to step.</param>
    private void Declare(IEnumerable<Node> nodes, IReadOnlyCollection<string> inputs)
    {
        foreach (var input in _source.Graph.FedInputs)
        {
            Writer.Input(input.Name, _source.Values[input.Name].Type, _source.Values[input.Name].Sizes());
        }

        var read = nodes.SelectMany(n => n.Reads).ToHashSet();
        foreach (var tensor in _source.Graph.Initializers)
        {
            if (inputs.Contains(tensor.Name))
            {
                Writer.Input(tensor.Name, tensor.Type, tensor.Dims.AsSpan());
            }
            else if (read.Contains(tensor.Name))
            {
                Writer.Initializer(tensor);
            }
        }
    }

    private void Forward(Node node, OperatorGradient? rule)
    {
        if (rule is null)
        {
            Writer.Copy(node, node.Outputs.Where(o => o.Length > 0).Select(o => _source.Values[o]));
            return;
        }

        var step = new NodeGradient(Writer, _source, node, _active);
        if (rule.Forward is null)
        {
            step.CopyForward();
        }
        else
        {
            rule.Forward(step);
        }

        _tape.Add((step, rule));
    }
}
