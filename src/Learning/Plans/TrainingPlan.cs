using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Learning.Plans;

/// <summary>
/// A federated run, whole: what is trained, by whom, how, and under which guarantees. Read by <see cref="TrainingPlanFile"/>, checked by <see cref="PlanCheck"/>;
/// a run keeps its <see cref="Fingerprint"/> and refuses to go on under another plan.
/// </summary>
public sealed record TrainingPlan
{
    private static readonly JsonSerializerOptions Canonical = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        IgnoreReadOnlyProperties = true,
    };

    public string Name { get; init; } = "";

    /// <summary>The model's name in the registry, or of a built-in net.</summary>
    public string Model { get; init; } = "";

    public int Rounds { get; init; } = 10;

    /// <summary>Initial weights, partitions, cohorts, rotations and rounding all follow from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The model is evaluated after every so many rounds, and after the last; 0 is never.</summary>
    public int EvaluateEvery { get; init; } = 1;

    public DataPlan Data { get; init; } = new();
    public CohortPlan Cohort { get; init; } = new();
    public PhasePlan Phases { get; init; } = new();
    public LocalPlan Local { get; init; } = new();
    public StrategyPlan Strategy { get; init; } = new();
    public CompressionPlan Up { get; init; } = new() { Scheme = CompressionScheme.Ring };
    public CompressionPlan Down { get; init; } = new() { Scheme = CompressionScheme.Qsgd };
    public RingPlan Ring { get; init; } = new();
    public MaskingPlan SecureAggregation { get; init; } = new();
    public PrivacyPlan Privacy { get; init; } = new();

    /// <summary>Null keeps everything, and stands in no canonical JSON: it is no part of the plan's fingerprint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RetentionPlan? Retention { get; init; }

    /// <summary>Every value, also those left at their defaults, in one order and spelling.</summary>
    public string ToCanonicalJson() => JsonSerializer.Serialize(this, Canonical);

    public static TrainingPlan FromCanonicalJson(string json) =>
        JsonSerializer.Deserialize<TrainingPlan>(json, Canonical) ?? throw new FormatException("a training plan is not null");

    /// <summary>SHA-256 of the canonical form, lower-case hex.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, Canonical)));
}
