using System.Buffers.Binary;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// Reads an infer body: JSON (KServe v2, "Inference Request JSON Object"), or JSON followed by raw tensors (Triton's binary tensor data
/// extension), in the order of the inputs that carry <c>binary_data_size</c>. Numbers go from the text into their tensor, without a document
/// between. Whatever the bytes are, it ends in a request or in an <see cref="InferenceProblem"/>. Nothing of the body is kept.
/// </summary>
public static class InferRequestReader
{
    private static readonly JsonReaderOptions Json = new() { MaxDepth = 64 };

    /// <param name="jsonLength">The header <c>Inference-Header-Content-Length</c>; null where the whole body is JSON.</param>
    public static InferRequest Read(ReadOnlySpan<byte> body, int? jsonLength)
    {
        if (jsonLength is { } length && (length < 0 || length > body.Length))
            throw InferenceProblem.Invalid($"Inference-Header-Content-Length is {length}, and the body has {body.Length} bytes");
        try
        {
            var json = new Utf8JsonReader(body[..(jsonLength ?? body.Length)], Json);
            var request = Read(ref json, jsonLength ?? body.Length, body[(jsonLength ?? body.Length)..]);
            // Nothing may follow the object.
            while (json.Read())
            {
            }
            return request;
        }
        catch (JsonException e)
        {
            throw InferenceProblem.Invalid($"the body is not JSON: {e.Message}");
        }
        // The reader's ways of saying that a value is of another kind or does not fit.
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw InferenceProblem.Invalid($"a member of the body is of the wrong kind: {e.Message}");
        }
    }

    private static InferRequest Read(ref Utf8JsonReader json, int length, ReadOnlySpan<byte> binary)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw InferenceProblem.Invalid("the body is not a JSON object");
        string? id = null;
        List<InferTensor>? inputs = null;
        List<RequestedOutput> outputs = [];
        var binaryOutput = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("inputs"u8))
                inputs = Inputs(ref json, length, ref binary);
            else if (json.ValueTextEquals("id"u8))
                id = JsonMembers.Text(ref json);
            else if (json.ValueTextEquals("outputs"u8))
                outputs = Outputs(ref json);
            else if (json.ValueTextEquals("parameters"u8))
                binaryOutput = JsonMembers.Flag(JsonMembers.Object(ref json), "binary_data_output") ?? false;
            else
                JsonMembers.Skip(ref json);
        }
        if (inputs is null)
            throw InferenceProblem.Invalid("'inputs' is missing");
        if (!binary.IsEmpty)
            throw InferenceProblem.Invalid($"{binary.Length} bytes are left over after the last input: the binary_data_size of the inputs must add up to the rest of the body");
        return new(id, inputs, outputs, binaryOutput);
    }

    private static List<InferTensor> Inputs(ref Utf8JsonReader json, int length, ref ReadOnlySpan<byte> binary)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
            throw InferenceProblem.Invalid("'inputs' is missing");
        var inputs = new List<InferTensor>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var input = Input(ref json, length, ref binary);
            if (inputs.Any(known => known.Name == input.Name))
                throw InferenceProblem.Invalid($"input '{input.Name}' is given twice");
            inputs.Add(input);
        }
        return inputs;
    }

    private static InferTensor Input(ref Utf8JsonReader json, int length, ref ReadOnlySpan<byte> binary)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            throw InferenceProblem.Invalid("an input is no JSON object");
        string? name = null, datatype = null;
        long[]? shape = null;
        JsonElement? parameters = null;
        InferTensor? tensor = null;
        Utf8JsonReader later = default;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("name"u8))
                name = JsonMembers.Text(ref json);
            else if (json.ValueTextEquals("datatype"u8))
                datatype = JsonMembers.Text(ref json);
            else if (json.ValueTextEquals("shape"u8))
                shape = JsonMembers.Numbers(ref json);
            else if (json.ValueTextEquals("parameters"u8))
                parameters = JsonMembers.Object(ref json);
            else if (json.ValueTextEquals("data"u8) && json.Read())
            {
                // As clients write it, what says how to read the numbers stands before them. In any other order they are passed over, and read at the end.
                later = json;
                if (json.TokenType == JsonTokenType.StartArray && name is { } && datatype is { } && shape is { })
                    tensor = JsonTensors.Read(name, DataType.Parse(datatype), shape, InferTensor.Count(name, shape), ref json, length);
                else
                    json.Skip();
            }
            else
                JsonMembers.Skip(ref json);
        }
        if (name is null)
            throw InferenceProblem.Invalid("an input has no name");
        var type = DataType.Parse(datatype);
        var count = InferTensor.Count(name, shape ?? throw InferenceProblem.Invalid($"input '{name}' has no shape"));
        RefuseSharedMemory($"input '{name}'", parameters);
        if (JsonMembers.Number(parameters, "binary_data_size") is { } size)
            tensor = Binary(name, type, shape, count, size, ref binary);
        else if (later.TokenType != JsonTokenType.StartArray)
            throw InferenceProblem.Invalid($"input '{name}' has neither data nor binary_data_size");
        tensor ??= JsonTensors.Read(name, type, shape, count, ref later, length);
        return JsonMembers.Word(parameters, "content_type") == Base64Text.ContentType ? Base64Text.Decoded(tensor) : tensor;
    }

    private static InferTensor Binary(string name, DataType type, long[] shape, long count, int size, ref ReadOnlySpan<byte> binary)
    {
        if (size < 0 || size > binary.Length)
            throw InferenceProblem.Invalid($"input '{name}': binary_data_size is {size}, and {binary.Length} bytes are left");
        var raw = binary[..size];
        binary = binary[size..];
        if (type == DataType.Bytes)
            return new(name, type, shape, [], Elements(name, raw, count));
        if (raw.Length != count * type.Size)
            throw InferenceProblem.Invalid($"input '{name}': {type.Name}[{string.Join(", ", shape)}] needs {count * type.Size} bytes, not {raw.Length}");
        var own = TensorMemory.Rent(raw.Length);
        raw.CopyTo(own);
        return InferTensor.OfNumbers(name, type, shape, own);
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

    private static List<RequestedOutput> Outputs(ref Utf8JsonReader json)
    {
        json.Read();
        using var given = JsonDocument.ParseValue(ref json);
        return given.RootElement.ValueKind == JsonValueKind.Array ? [.. given.RootElement.EnumerateArray().Select(Output)] : [];
    }

    private static RequestedOutput Output(JsonElement output)
    {
        JsonElement? parameters = output.ValueKind == JsonValueKind.Object && output.TryGetProperty("parameters", out var given) ? given : null;
        var name = JsonMembers.Word(output, "name") ?? throw InferenceProblem.Invalid("an output has no name");
        RefuseSharedMemory($"output '{name}'", parameters);
        return new(
            name,
            JsonMembers.Flag(parameters, "binary_data"),
            JsonMembers.Number(parameters, "classification") is { } classes
                ? classes > 0 ? classes : throw InferenceProblem.Invalid("classification must be above 0")
                : 0);
    }

    /// <summary>A region of Triton's shared memory extensions, which need client and server on one machine.</summary>
    private static void RefuseSharedMemory(string what, JsonElement? parameters)
    {
        if (JsonMembers.Has(parameters, "shared_memory_region"))
            throw InferenceProblem.Invalid($"{what} is in shared memory, which this server does not have: send tensors in the body");
    }
}
