using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>
/// The one line that a host writes to stdout, when it can really do its work: members joined, regions answer, listeners open.
/// <code>{"event":"ready","tier":"edge","name":"edge","pid":7,"urls":{"http":"http://127.0.0.1:8082","link":"https://…"}}</code>
/// </summary>
/// <param name="Urls">
/// <c>http</c>: health and the host's API. <c>remote</c>: the member's address, <c>akka.ssl.tcp://…</c>. <c>blobs</c>: for other hosts.
/// <c>link</c>: for devices (edge only).
/// </param>
public sealed record ReadyLine(
    [property: JsonPropertyOrder(1)] string Tier,
    [property: JsonPropertyOrder(2)] string Name,
    [property: JsonPropertyOrder(3)] int Pid,
    [property: JsonPropertyOrder(4)] IReadOnlyDictionary<string, string> Urls)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [JsonPropertyOrder(0)]
    public string Event => "ready";

    public override string ToString() => JsonSerializer.Serialize(this, Json);

    /// <summary>The line, or null where the text is something else that the host printed.</summary>
    public static ReadyLine? TryParse(string text)
    {
        if (!text.StartsWith("{\"event\":\"ready\"", StringComparison.Ordinal))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ReadyLine>(text, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A reader of the file never sees half a line.</summary>
    public void WriteTo(string path) => WholeFile.Write(path, ToString() + Environment.NewLine);
}
