namespace EdgeActors.Inference.Bundles;

/// <summary>Real inputs with their right answers, for calibrating codecs and for measuring what they cost. The two must not overlap.</summary>
/// <param name="Calibration">A few hundred; their answers are not looked at.</param>
/// <param name="Evaluation">As many as the loss is to be known from; 1,000 give it to about a point.</param>
/// <param name="Source">What they are, for the record.</param>
public sealed record BundleExamples(IReadOnlyList<LabelledInput> Calibration, IReadOnlyList<LabelledInput> Evaluation, string Source);
