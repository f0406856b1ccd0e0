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
        double difference = 0, allowed = EqualityReport.Tolerance;
        int agree = 0;
        foreach (var (inputs, expected) in _examples)
        {
            // The inputs too: a tail reads those that both sides are fed.
            var across = head.Run(inputs).SetItems(inputs.Where(i => !halves.Boundary.Names.Contains(i.Key)));
            var actual = tail.Run(across);
            var nudged = across.Values.Any(RoundingNudge.Concerns) ? tail.Run(Nudged(across, halves.Boundary)) : actual;
            foreach (var (name, tensor) in expected)
            {
                double here = double.PositiveInfinity, may = EqualityReport.Tolerance;
                if (actual.TryGetValue(name, out var other))
                    (here, may) = (TensorDifference.MaxAbs(tensor, other), Math.Max(may, Finite(TensorDifference.MaxAbs(other, nudged[name]))));
                if (here / may > difference / allowed) (difference, allowed) = (here, may);
            }
            string first = halves.Tail.Graph.Outputs[0].Name;
            if (!expected.TryGetValue(first, out var scores) || TensorDifference.ArgMax(scores) == TensorDifference.ArgMax(actual[first])) agree++;
        }
        return new(difference, _examples.Count == 0 ? 0 : (double)agree / _examples.Count, _examples.Count) { Allowed = allowed };
    }

    private static ImmutableDictionary<string, Tensor> Nudged(ImmutableDictionary<string, Tensor> across, Boundary boundary) =>
        across.SetItems(boundary.Names.Where(name => RoundingNudge.Concerns(across[name])).Select(name => KeyValuePair.Create(name, RoundingNudge.Of(across[name], seed: 1))));

    private static double Finite(double difference) => double.IsFinite(difference) ? difference : 0;
}
