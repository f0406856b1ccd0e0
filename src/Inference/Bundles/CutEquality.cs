using System.Text.Json.Serialization;
using EdgeActors.Onnx.Cutting;

namespace EdgeActors.Inference.Bundles;

/// <summary>How near tail(head(x)) came to full(x), without a codec between.</summary>
/// <param name="MaxAbsDifference">Of the output and example that is worst, measured by what is allowed there.</param>
/// <param name="Top1Agreement">Share of examples with the same best label; 1 where the task has no labels.</param>
public sealed record CutEquality(double MaxAbsDifference, double Top1Agreement, int Examples)
{
    public const double Tolerance = EqualityReport.Tolerance;

    /// <summary>What rounding the tensors across to 16 bits can change, where that is more than <see cref="Tolerance"/>; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Allowed { get; init; }

    internal static CutEquality Of(EqualityReport report) =>
        new(report.MaxAbsDifference, report.Top1Agreement, report.Examples) { Allowed = report.Allowed > Tolerance ? report.Allowed : null };

    public bool Holds => Examples > 0 && MaxAbsDifference <= (Allowed ?? Tolerance) && Top1Agreement >= 1;
}
