using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Planning;

/// <summary>
/// The plan's JSON, the same in prompts, journals and on the command line:
/// <c>{"status":"ok","message":null,"steps":[{"id":1,"task":"...","picture":0,"question":{"words":"...","ask":"..."},"depends_on":[]}],"answer":[1]}</c>.
/// </summary>
public static class PlanJson
{
    /// <summary>Longest text that is parsed, in characters: eight long steps fit five times over.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>Strict: a missing, unknown, doubled or null property is an error.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, Options);

    /// <summary>Reads a plan; exactly one of plan and error is set. The plan is not validated yet.</summary>
    public static (Plan? Plan, PlanError? Error) Read(string json)
    {
        if (json.Length > Longest)
            return (null, new(PlanErrorCode.Schema, null, $"{json.Length} characters; a plan has at most {Longest}"));
        try
        {
            return JsonSerializer.Deserialize<Plan>(json, Options) is { } plan && plan.Steps.All(step => step is not null)
                ? (plan, null)
                : (null, new(PlanErrorCode.Schema, null, "null stands for a plan or a step"));
        }
        catch (JsonException failure)
        {
            return (null, new(PlanErrorCode.Schema, null, $"not a plan at {failure.Path ?? "$"}: {failure.Message}"));
        }
    }
}
