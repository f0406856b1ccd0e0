using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// The JSON of manifests: camelCase, enums as words, members in the order of their declaration, numbers round-trip. Written without
/// white space it is canonical: the same value gives the same bytes on every machine, so its SHA-256 can name it.
/// </summary>
internal static class ManifestJson
{
    public static readonly JsonSerializerOptions Canonical = Options(indented: false);
    public static readonly JsonSerializerOptions Readable = Options(indented: true);

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };
}
