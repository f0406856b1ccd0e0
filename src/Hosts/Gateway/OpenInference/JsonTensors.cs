using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>Tensors as JSON numbers, nested or flat, row-major.</summary>
internal static class JsonTensors
{
    private delegate void Put(JsonElement value, Span<byte> into);

    /// <summary>How a value of each type is written, little-endian: looked up once for a tensor, not for each of its numbers.</summary>
    private static readonly Dictionary<string, Put> Puts = new(StringComparer.Ordinal)
    {
        ["BOOL"] = static (value, into) => into[0] = value.GetBoolean() ? (byte)1 : (byte)0,
        ["UINT8"] = static (value, into) => into[0] = value.GetByte(),
        ["INT8"] = static (value, into) => into[0] = (byte)value.GetSByte(),
        ["UINT16"] = static (value, into) => BinaryPrimitives.WriteUInt16LittleEndian(into, value.GetUInt16()),
        ["INT16"] = static (value, into) => BinaryPrimitives.WriteInt16LittleEndian(into, value.GetInt16()),
        ["UINT32"] = static (value, into) => BinaryPrimitives.WriteUInt32LittleEndian(into, value.GetUInt32()),
        ["INT32"] = static (value, into) => BinaryPrimitives.WriteInt32LittleEndian(into, value.GetInt32()),
        ["UINT64"] = static (value, into) => BinaryPrimitives.WriteUInt64LittleEndian(into, value.GetUInt64()),
        ["INT64"] = static (value, into) => BinaryPrimitives.WriteInt64LittleEndian(into, value.GetInt64()),
        ["FP16"] = static (value, into) => BinaryPrimitives.WriteHalfLittleEndian(into, (Half)value.GetDouble()),
        ["FP32"] = static (value, into) => BinaryPrimitives.WriteSingleLittleEndian(into, value.GetSingle()),
        ["FP64"] = static (value, into) => BinaryPrimitives.WriteDoubleLittleEndian(into, value.GetDouble()),
    };

    /// <exception cref="InferenceProblem">Another number of elements than the shape says, or one that does not fit its type.</exception>
    public static InferTensor Read(string name, DataType type, long[] shape, long count, JsonElement data)
    {
        var elements = new List<byte[]>();
        // The JSON that was received bounds what can be there, whatever the shape says.
        var raw = new ArrayBufferWriter<byte>((int)Math.Clamp(data.GetArrayLength() * (long)type.Size, 1, int.MaxValue));
        var seen = 0L;
        Take(data, Puts.GetValueOrDefault(type.Name));
        return seen == count
            ? new(name, type, shape, raw.WrittenSpan.ToArray(), elements)
            : throw InferenceProblem.Invalid($"input '{name}' holds {seen} elements, and its shape says {count}");

        void Take(JsonElement values, Put? put)
        {
            foreach (var value in values.EnumerateArray())
            {
                if (value.ValueKind == JsonValueKind.Array)
                {
                    Take(value, put);
                    continue;
                }
                if (++seen > count)
                    throw InferenceProblem.Invalid($"input '{name}' holds more than the {count} elements of its shape");
                if (put is null)
                    elements.Add(Encoding.UTF8.GetBytes(value.GetString()!));
                else
                    Append(value, put);
            }
        }

        void Append(JsonElement value, Put put)
        {
            try
            {
                put(value, raw.GetSpan(type.Size));
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                throw InferenceProblem.Invalid($"input '{name}': {value.GetRawText()} is no {type.Name}");
            }
            raw.Advance(type.Size);
        }
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
