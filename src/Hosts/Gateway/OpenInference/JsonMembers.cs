using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// The small members of an infer body, one by one. The reader stands on the member's name and is left at the end of its value. A null is
/// as good as no member.
/// </summary>
internal static class JsonMembers
{
    /// <exception cref="InvalidOperationException">The value is no string.</exception>
    public static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    /// <exception cref="InvalidOperationException">The value is no array of numbers.</exception>
    /// <exception cref="FormatException">A number is no whole one, or larger than 64 bits.</exception>
    public static long[]? Numbers(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.StartArray)
            throw new InvalidOperationException("an array of numbers is needed.");
        var numbers = new List<long>(4);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            numbers.Add(json.GetInt64());
        return [.. numbers];
    }

    /// <summary>Null where the value is no object.</summary>
    public static JsonElement? Object(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
            return JsonElement.ParseValue(ref json);
        json.Skip();
        return null;
    }

    public static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    /// <exception cref="InvalidOperationException">The member is no truth value.</exception>
    public static bool? Flag(JsonElement? of, string name) => Member(of, name)?.GetBoolean();

    /// <exception cref="InvalidOperationException">The member is no number.</exception>
    /// <exception cref="FormatException">It is no whole one, or larger than 32 bits.</exception>
    public static int? Number(JsonElement? of, string name) => Member(of, name)?.GetInt32();

    /// <exception cref="InvalidOperationException">The member is no string.</exception>
    public static string? Word(JsonElement? of, string name) => Member(of, name)?.GetString();

    public static bool Has(JsonElement? of, string name) => Member(of, name) is { };

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
