using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>Tensors as JSON numbers, nested or flat, row-major.</summary>
internal static class JsonTensors
{
    /// <exception cref="InferenceProblem">Another number of elements than the shape says, or one that does not fit its type.</exception>
    public static InferTensor Read(string name, DataType type, long[] shape, long count, JsonElement data)
    {
        // The JSON that was received bounds what can be there, whatever the shape says.
        var raw = new MemoryStream();
        var elements = new List<byte[]>();
        var seen = 0L;
        foreach (var value in Flatten(data))
        {
            if (++seen > count)
                throw InferenceProblem.Invalid($"input '{name}' holds more than the {count} elements of its shape");
            if (type == DataType.Bytes)
                elements.Add(Encoding.UTF8.GetBytes(value.GetString()!));
            else
                Append(raw, name, type, value);
        }
        return seen == count
            ? new(name, type, shape, raw.ToArray(), elements)
            : throw InferenceProblem.Invalid($"input '{name}' holds {seen} elements, and its shape says {count}");
    }

    public static void Write(Utf8JsonWriter json, InferTensor tensor)
    {
        json.WriteStartArray("data");
        foreach (var element in tensor.Elements)
            json.WriteStringValue(element);
        for (var at = 0; at < tensor.Raw.Length; at += tensor.Type.Size)
            Write(json, tensor.Type.Name, tensor.Raw.AsSpan(at, tensor.Type.Size));
        json.WriteEndArray();
    }

    private static IEnumerable<JsonElement> Flatten(JsonElement data)
    {
        foreach (var value in data.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Array)
                yield return value;
            else
                foreach (var inner in Flatten(value))
                    yield return inner;
        }
    }

    private static void Append(MemoryStream raw, string name, DataType type, JsonElement value)
    {
        Span<byte> bytes = stackalloc byte[8];
        try
        {
            switch (type.Name)
            {
                case "BOOL": bytes[0] = value.GetBoolean() ? (byte)1 : (byte)0; break;
                case "UINT8": bytes[0] = value.GetByte(); break;
                case "INT8": bytes[0] = (byte)value.GetSByte(); break;
                case "UINT16": BinaryPrimitives.WriteUInt16LittleEndian(bytes, value.GetUInt16()); break;
                case "INT16": BinaryPrimitives.WriteInt16LittleEndian(bytes, value.GetInt16()); break;
                case "UINT32": BinaryPrimitives.WriteUInt32LittleEndian(bytes, value.GetUInt32()); break;
                case "INT32": BinaryPrimitives.WriteInt32LittleEndian(bytes, value.GetInt32()); break;
                case "UINT64": BinaryPrimitives.WriteUInt64LittleEndian(bytes, value.GetUInt64()); break;
                case "INT64": BinaryPrimitives.WriteInt64LittleEndian(bytes, value.GetInt64()); break;
                case "FP16": BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value.GetDouble()); break;
                case "FP32": BinaryPrimitives.WriteSingleLittleEndian(bytes, value.GetSingle()); break;
                default: BinaryPrimitives.WriteDoubleLittleEndian(bytes, value.GetDouble()); break;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw InferenceProblem.Invalid($"input '{name}': {value.GetRawText()} is no {type.Name}");
        }
        raw.Write(bytes[..type.Size]);
    }

    private static void Write(Utf8JsonWriter json, string type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case "BOOL": json.WriteBooleanValue(value[0] != 0); break;
            case "UINT8": json.WriteNumberValue(value[0]); break;
            case "INT8": json.WriteNumberValue((sbyte)value[0]); break;
            case "UINT16": json.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(value)); break;
            case "INT16": json.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(value)); break;
            case "UINT32": json.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(value)); break;
            case "INT32": json.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(value)); break;
            case "UINT64": json.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(value)); break;
            case "INT64": json.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(value)); break;
            case "FP16": Write(json, (double)BinaryPrimitives.ReadHalfLittleEndian(value)); break;
            case "FP32": WriteSingle(json, BinaryPrimitives.ReadSingleLittleEndian(value)); break;
            default: Write(json, BinaryPrimitives.ReadDoubleLittleEndian(value)); break;
        }
    }

    private static void WriteSingle(Utf8JsonWriter json, float value)
    {
        // As a float: 0.1f is written 0.1, not 0.10000000149.
        if (float.IsFinite(value))
            json.WriteNumberValue(value);
        else
            Write(json, (double)value);
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (!double.IsFinite(value))
            throw new InferenceProblem(StatusCodes.Status500InternalServerError, "an output holds NaN or infinity, which JSON can't: ask for it with binary_data");
        json.WriteNumberValue(value);
    }
}
