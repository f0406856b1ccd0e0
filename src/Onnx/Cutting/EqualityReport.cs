namespace EdgeActors.Onnx.Cutting;

/// <summary>How near <c>tail(head(x))</c> came to the uncut model.</summary>
/// <param name="MaxAbsDifference">Over all outputs and examples; infinite where one is a number and the other is not.</param>
/// <param name="Top1Agreement">Share of the examples whose first output has its largest element at the same place.</param>
public sealed record EqualityReport(double MaxAbsDifference, double Top1Agreement, int Examples)
{
    /// <summary>The most by which a lossless cut may change an output: what re-fused operators round differently.</summary>
    public const double Tolerance = 1e-4;

    public bool Holds => Examples > 0 && MaxAbsDifference <= Tolerance && Top1Agreement >= 1;
}
