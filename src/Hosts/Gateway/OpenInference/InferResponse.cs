using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>An infer response as bytes: JSON, then the raw outputs that were asked for in binary.</summary>
/// <param name="JsonLength">Goes into <c>Inference-Header-Content-Length</c>; null where there is nothing but JSON.</param>
public sealed record InferResponse(byte[] Body, int? JsonLength)
{
    // What stands in it goes into no page of HTML.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="parameters">Strings, numbers and booleans, as the protocol allows.</param>
    public static InferResponse Of(
        InferRequest request, string model, string version, IReadOnlyList<InferTensor> outputs, IReadOnlyDictionary<string, object>? parameters = null)
    {
        var body = new MemoryStream();
        var binary = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Json))
        {
            json.WriteStartObject();
            json.WriteString("model_name", model);
            json.WriteString("model_version", version);
            if (request.Id is { } id)
                json.WriteString("id", id);
            if (parameters is { Count: > 0 })
            {
                json.WritePropertyName("parameters");
                JsonSerializer.Serialize(json, parameters);
            }
            json.WriteStartArray("outputs");
            foreach (var output in outputs)
                Write(json, output, IsBinary(request, output.Name), binary);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        if (binary.Length == 0)
            return new(body.ToArray(), null);
        var jsonLength = (int)body.Length;
        binary.WriteTo(body);
        return new(body.ToArray(), jsonLength);
    }

    private static bool IsBinary(InferRequest request, string output) =>
        request.Outputs.FirstOrDefault(wanted => wanted.Name == output)?.Binary ?? request.BinaryOutput;

    private static void Write(Utf8JsonWriter json, InferTensor output, bool binary, MemoryStream raw)
    {
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", output.Type.Name);
        json.WriteStartArray("shape");
        foreach (var dimension in output.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        if (binary)
        {
            var bytes = Raw(output);
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", bytes.Length);
            json.WriteEndObject();
            raw.Write(bytes);
        }
        else
        {
            JsonTensors.Write(json, output);
        }
        json.WriteEndObject();
    }

    private static byte[] Raw(InferTensor tensor)
    {
        if (tensor.Type != DataType.Bytes)
            return tensor.Raw;
        var raw = new byte[tensor.Elements.Sum(element => 4 + element.Length)];
        var at = 0;
        foreach (var element in tensor.Elements)
        {
            BinaryPrimitives.WriteInt32LittleEndian(raw.AsSpan(at), element.Length);
            element.CopyTo(raw, at + 4);
            at += 4 + element.Length;
        }
        return raw;
    }
}
