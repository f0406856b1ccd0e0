using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Planning.Scoring;

/// <summary>A request with the plan it should get, one line of a JSONL file; predictions are written in the same form.</summary>
/// <param name="Pictures">How many pictures come with the request; null where the file does not say.</param>
/// <param name="Depends">Pairs [i, j] of positions in <paramref name="Tasks"/>: step j uses the answer of step i.</param>
public sealed record LabelledRequest(
    string Id, string Request, string Status, ImmutableArray<LabelledTask> Tasks, ImmutableArray<ImmutableArray<int>> Depends,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Pictures = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new IdConverter() },
    };

    /// <summary>Reads a JSONL file; empty lines are skipped.</summary>
    /// <exception cref="InvalidDataException">A line is not a labelled request; says which and why.</exception>
    public static ImmutableArray<LabelledRequest> ReadAll(IEnumerable<string> lines)
    {
        var rows = ImmutableArray.CreateBuilder<LabelledRequest>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var row = JsonSerializer.Deserialize<LabelledRequest>(line, Options)!;
                rows.Add(row with
                {
                    Id = row.Id ?? $"{number}",
                    Request = row.Request ?? throw new JsonException("there is no request"),
                    Status = row.Status ?? throw new JsonException("there is no status"),
                    Tasks = row.Tasks.IsDefault ? [] : row.Tasks,
                    Depends = row.Depends.IsDefault ? [] : row.Depends,
                });
            }
            catch (JsonException failure)
            {
                throw new InvalidDataException($"Line {number} is not a labelled request: {failure.Message}", failure);
            }
        }
        return ZeroBased(rows.ToImmutable());
    }

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static LabelledRequest From(string id, string request, Plan plan) => new(
        id, request, JsonNamingPolicy.SnakeCaseLower.ConvertName(plan.Status.ToString()),
        [.. plan.Steps.Select(step => new LabelledTask(step.Task, step.Question?.Words))],
        [.. plan.Steps.SelectMany(step => step.DependsOn.Select(id => ImmutableArray.Create(id - 1, step.Id - 1)))]);

    /// <summary>Files that count steps from 1 give themselves away by a pair that names a step behind the last.</summary>
    private static ImmutableArray<LabelledRequest> ZeroBased(ImmutableArray<LabelledRequest> rows)
    {
        var all = rows.SelectMany(row => row.Depends.SelectMany(pair => pair.Select(index => (index, row.Tasks.Length)))).ToList();
        if (all.Any(use => use.index == 0) || !all.Any(use => use.index == use.Length))
            return rows;
        return [.. rows.Select(row => row with { Depends = [.. row.Depends.Select(pair => pair.Select(index => index - 1).ToImmutableArray())] })];
    }

    /// <summary>Ids are text here and may be numbers in other people's files.</summary>
    private sealed class IdConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
            JsonTokenType.String => reader.GetString(),
            _ => throw new JsonException("text or a number is expected"),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
