using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Cutting;

/// <summary>Runs halves against the uncut model on the same seeded inputs.</summary>
public sealed class CutVerifier
{
    private readonly List<(Dictionary<string, Tensor> Inputs, ImmutableDictionary<string, Tensor> Outputs)> _examples = [];

    /// <param name="model">The uncut model: runs here, once per example.</param>
    /// <param name="inputs">One set of inputs per example.</param>
    public CutVerifier(Model model, IEnumerable<Dictionary<string, Tensor>> inputs)
    {
        using var whole = new ModelRun(model);
        foreach (var example in inputs) _examples.Add((example, whole.Run(example)));
    }

    public static CutVerifier Seeded(Model model, int examples = 2, int seed = 1) =>
        new(model, Enumerable.Range(seed, examples).Select(s => SeededInputs.For(model.Graph.FedInputs, s)));

    public EqualityReport Check(Halves halves)
    {
        using var head = new ModelRun(halves.Head);
        using var tail = new ModelRun(halves.Tail);
        double difference = 0;
        int agree = 0;
        foreach (var (inputs, expected) in _examples)
        {
            // The inputs too: a tail reads those that both sides are fed.
            var actual = tail.Run(head.Run(inputs).SetItems(inputs.Where(i => !halves.Boundary.Names.Contains(i.Key))));
            foreach (var (name, tensor) in expected)
                difference = Math.Max(difference, actual.TryGetValue(name, out var other) ? TensorDifference.MaxAbs(tensor, other) : double.PositiveInfinity);
            string first = halves.Tail.Graph.Outputs[0].Name;
            if (!expected.TryGetValue(first, out var scores) || TensorDifference.ArgMax(scores) == TensorDifference.ArgMax(actual[first])) agree++;
        }
        return new(difference, _examples.Count == 0 ? 0 : (double)agree / _examples.Count, _examples.Count);
    }
}
