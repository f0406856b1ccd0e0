using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Bundles;

/// <summary>Real inputs with their right answers, for calibrating codecs and for measuring what they cost. The two must not overlap.</summary>
/// <param name="Calibration">A few hundred; their answers are not looked at.</param>
/// <param name="Evaluation">As many as the loss is to be known from; 1,000 give it to about a point.</param>
/// <param name="Source">What they are, for the record.</param>
public sealed record BundleExamples(IReadOnlyList<LabelledInput> Calibration, IReadOnlyList<LabelledInput> Evaluation, string Source)
{
    /// <summary>
    /// Points, 0 to 100, for what the graph gave for each of <see cref="Evaluation"/>, in their order: where the answer is no label, such as exact
    /// answers or BLEU. Null: the share of right labels.
    /// </summary>
    public Func<IReadOnlyList<IReadOnlyList<TensorData>>, double>? Score { get; init; }
}
