using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>One call that is repeated: a body of the Open Inference Protocol, or a GET where there is none.</summary>
internal sealed record InferCall(string What, string Path, byte[]? Body, int? JsonLength)
{
    public static InferCall Metadata(string model) => new("metadata", $"/v2/models/{model}", null, null);

    /// <summary>Tensors as numbers in JSON.</summary>
    public static InferCall Json(string model, params IReadOnlyList<(string Name, string Type, long[] Shape, Array Values)> inputs) => new(
        $"{model}, JSON", $"/v2/models/{model}/infer",
        JsonSerializer.SerializeToUtf8Bytes(new { inputs = inputs.Select(input => new { name = input.Name, shape = input.Shape, datatype = input.Type, data = (object)input.Values }) }), null);

    /// <summary>Tensors behind the JSON, outputs too: Triton's binary tensor data extension.</summary>
    public static InferCall Binary(string model, params IReadOnlyList<(string Name, string Type, long[] Shape, Array Values)> inputs)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = inputs.Select(input => new { name = input.Name, shape = input.Shape, datatype = input.Type, parameters = new { binary_data_size = 4 * input.Values.Length } }),
            parameters = new { binary_data_output = true },
        });
        return new($"{model}, binary", $"/v2/models/{model}/infer", [.. json, .. inputs.SelectMany(input => Raw(input.Values))], json.Length);
    }

    public HttpRequestMessage ToRequest()
    {
        if (Body is null)
            return new(HttpMethod.Get, Path);
        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(JsonLength is null ? "application/json" : "application/octet-stream");
        if (JsonLength is { } length)
            content.Headers.Add("Inference-Header-Content-Length", length.ToString(CultureInfo.InvariantCulture));
        return new(HttpMethod.Post, Path) { Content = content };
    }

    private static byte[] Raw(Array values)
    {
        var raw = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
            switch (values.GetValue(i))
            {
                case float number: BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(4 * i), number); break;
                case int number: BinaryPrimitives.WriteInt32LittleEndian(raw.AsSpan(4 * i), number); break;
                default: throw new ArgumentException($"The bench sends 32-bit numbers only, not {values.GetType().Name}.", nameof(values));
            }
        return raw;
    }
}
