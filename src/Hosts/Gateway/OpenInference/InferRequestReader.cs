using System.Buffers.Binary;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// Reads an infer body: JSON (KServe v2, "Inference Request JSON Object"), or JSON followed by raw tensors (Triton's binary tensor data
/// extension), in the order of the inputs that carry <c>binary_data_size</c>. Whatever the bytes are, it ends in a request or in an
/// <see cref="InferenceProblem"/>.
/// </summary>
public static class InferRequestReader
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    /// <param name="jsonLength">The header <c>Inference-Header-Content-Length</c>; null where the whole body is JSON.</param>
    public static InferRequest Read(ReadOnlyMemory<byte> body, int? jsonLength)
    {
        if (jsonLength is { } length && (length < 0 || length > body.Length))
            throw InferenceProblem.Invalid($"Inference-Header-Content-Length is {length}, and the body has {body.Length} bytes");
        try
        {
            using var document = JsonDocument.Parse(body[..(jsonLength ?? body.Length)], Json);
            return Read(document.RootElement, body[(jsonLength ?? body.Length)..]);
        }
        catch (JsonException e)
        {
            throw InferenceProblem.Invalid($"the body is not JSON: {e.Message}");
        }
        // JsonElement's ways of saying that a value is of another kind or does not fit.
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw InferenceProblem.Invalid($"a member of the body is of the wrong kind: {e.Message}");
        }
    }

    private static InferRequest Read(JsonElement root, ReadOnlyMemory<byte> binary)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw InferenceProblem.Invalid("the body is not a JSON object");
        if (!root.TryGetProperty("inputs", out var given) || given.ValueKind != JsonValueKind.Array)
            throw InferenceProblem.Invalid("'inputs' is missing");
        var inputs = new List<InferTensor>();
        foreach (var input in given.EnumerateArray())
            inputs.Add(Input(input, ref binary));
        if (!binary.IsEmpty)
            throw InferenceProblem.Invalid($"{binary.Length} bytes are left over after the last input: the binary_data_size of the inputs must add up to the rest of the body");
        if (inputs.GroupBy(input => input.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw InferenceProblem.Invalid($"input '{twice.Key}' is given twice");
        var outputs = root.TryGetProperty("outputs", out var wanted) && wanted.ValueKind == JsonValueKind.Array ? wanted.EnumerateArray().Select(Output).ToList() : [];
        return new(root.TryGetProperty("id", out var id) ? id.GetString() : null, inputs, outputs, Parameter(root, "binary_data_output")?.GetBoolean() ?? false);
    }

    private static InferTensor Input(JsonElement input, ref ReadOnlyMemory<byte> binary)
    {
        var name = Text(input, "name") ?? throw InferenceProblem.Invalid("an input has no name");
        var type = DataType.Parse(Text(input, "datatype"));
        var shape = input.TryGetProperty("shape", out var dimensions) && dimensions.ValueKind == JsonValueKind.Array
            ? dimensions.EnumerateArray().Select(dimension => dimension.GetInt64()).ToArray()
            : throw InferenceProblem.Invalid($"input '{name}' has no shape");
        var count = InferTensor.Count(name, shape);
        if (Parameter(input, "binary_data_size")?.GetInt32() is { } size)
        {
            if (size < 0 || size > binary.Length)
                throw InferenceProblem.Invalid($"input '{name}': binary_data_size is {size}, and {binary.Length} bytes are left");
            var raw = binary[..size];
            binary = binary[size..];
            return type == DataType.Bytes
                ? new(name, type, shape, [], Elements(name, raw.Span, count))
                : InferTensor.OfNumbers(name, type, shape, Sized(name, type, shape, raw.ToArray(), count));
        }
        if (!input.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw InferenceProblem.Invalid($"input '{name}' has neither data nor binary_data_size");
        return JsonTensors.Read(name, type, shape, count, data);
    }

    /// <summary>A BYTES tensor in binary: each element after its length, 4 bytes little-endian.</summary>
    private static List<byte[]> Elements(string name, ReadOnlySpan<byte> raw, long count)
    {
        var elements = new List<byte[]>();
        while (!raw.IsEmpty)
        {
            if (raw.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(raw) is var length && length > raw.Length - 4)
                throw InferenceProblem.Invalid($"input '{name}': element {elements.Count} is longer than the bytes that are left");
            elements.Add(raw.Slice(4, (int)length).ToArray());
            raw = raw[(4 + (int)length)..];
        }
        return elements.Count == count ? elements : throw InferenceProblem.Invalid($"input '{name}' holds {elements.Count} elements, and its shape says {count}");
    }

    private static byte[] Sized(string name, DataType type, long[] shape, byte[] raw, long count) => raw.Length == count * type.Size
        ? raw
        : throw InferenceProblem.Invalid($"input '{name}': {type.Name}[{string.Join(", ", shape)}] needs {count * type.Size} bytes, not {raw.Length}");

    private static RequestedOutput Output(JsonElement output) => new(
        Text(output, "name") ?? throw InferenceProblem.Invalid("an output has no name"),
        Parameter(output, "binary_data")?.GetBoolean(),
        Parameter(output, "classification")?.GetInt32() is { } classes
            ? classes > 0 ? classes : throw InferenceProblem.Invalid("classification must be above 0")
            : 0);

    private static JsonElement? Parameter(JsonElement of, string name) =>
        of.TryGetProperty("parameters", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement of, string member) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
