using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeActors.Planning.Gpt;

/// <summary>The strict JSON schema of a plan over the tasks that can be placed now. Only what strict mode allows: every property required, none additional.</summary>
public static class PlanSchema
{
    public static string Of(TaskCatalogue catalogue) => new JsonObject
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("status", "message", "steps", "answer"),
        ["properties"] = new JsonObject
        {
            ["status"] = OneOf("ok", "needs_clarification", "unsupported", "refused"),
            ["message"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
            ["steps"] = ListOf(Step(catalogue)),
            ["answer"] = ListOf(new JsonObject { ["type"] = "integer" }),
        },
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = false });

    private static JsonObject Step(TaskCatalogue catalogue) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("id", "task", "picture", "question", "depends_on"),
        ["properties"] = new JsonObject
        {
            ["id"] = new JsonObject { ["type"] = "integer" },
            ["task"] = OneOf([.. catalogue.Placeable.Select(task => task.Name)]),
            ["picture"] = new JsonObject { ["type"] = "integer" },
            ["question"] = new JsonObject { ["anyOf"] = new JsonArray(Question(), new JsonObject { ["type"] = "null" }) },
            ["depends_on"] = ListOf(new JsonObject { ["type"] = "integer" }),
        },
    };

    private static JsonObject Question() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("words", "ask"),
        ["properties"] = new JsonObject { ["words"] = new JsonObject { ["type"] = "string" }, ["ask"] = new JsonObject { ["type"] = "string" } },
    };

    private static JsonObject OneOf(params string[] values) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) };

    private static JsonObject ListOf(JsonNode items) => new() { ["type"] = "array", ["items"] = items };
}
