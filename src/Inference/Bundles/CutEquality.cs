using EdgeActors.Onnx.Cutting;

namespace EdgeActors.Inference.Bundles;

/// <summary>How near tail(head(x)) came to full(x), without a codec between.</summary>
/// <param name="MaxAbsDifference">Over all outputs and examples.</param>
/// <param name="Top1Agreement">Share of examples with the same best label; 1 where the task has no labels.</param>
public sealed record CutEquality(double MaxAbsDifference, double Top1Agreement, int Examples)
{
    public const double Tolerance = EqualityReport.Tolerance;

    public bool Holds => Examples > 0 && MaxAbsDifference <= Tolerance && Top1Agreement >= 1;
}
