using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>Tensors as JSON numbers, nested or flat, row-major.</summary>
internal static class JsonTensors
{
    /// <summary>Bytes of text that one number takes at least: itself and a comma.</summary>
    private const int ShortestNumber = 2;

    /// <summary>Whether the number under the reader fits its type; where it does, it is written little-endian.</summary>
    private delegate bool Put(ref Utf8JsonReader value, Span<byte> into);

    /// <summary>Looked up once for a tensor, not for each of its numbers.</summary>
    private static readonly Dictionary<string, Put> Puts = new(StringComparer.Ordinal)
    {
        ["BOOL"] = static (ref value, into) =>
        {
            into[0] = value.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
            return value.TokenType is JsonTokenType.True or JsonTokenType.False;
        },
        ["UINT8"] = static (ref value, into) => value.TryGetByte(out into[0]),
        ["INT8"] = static (ref value, into) =>
        {
            var fits = value.TryGetSByte(out var number);
            into[0] = (byte)number;
            return fits;
        },
        ["UINT16"] = static (ref value, into) => value.TryGetUInt16(out var number) && BinaryPrimitives.TryWriteUInt16LittleEndian(into, number),
        ["INT16"] = static (ref value, into) => value.TryGetInt16(out var number) && BinaryPrimitives.TryWriteInt16LittleEndian(into, number),
        ["UINT32"] = static (ref value, into) => value.TryGetUInt32(out var number) && BinaryPrimitives.TryWriteUInt32LittleEndian(into, number),
        ["INT32"] = static (ref value, into) => value.TryGetInt32(out var number) && BinaryPrimitives.TryWriteInt32LittleEndian(into, number),
        ["UINT64"] = static (ref value, into) => value.TryGetUInt64(out var number) && BinaryPrimitives.TryWriteUInt64LittleEndian(into, number),
        ["INT64"] = static (ref value, into) => value.TryGetInt64(out var number) && BinaryPrimitives.TryWriteInt64LittleEndian(into, number),
        ["FP16"] = static (ref value, into) => value.TryGetDouble(out var number) && BinaryPrimitives.TryWriteHalfLittleEndian(into, (Half)number),
        ["FP32"] = static (ref value, into) => value.TryGetSingle(out var number) && BinaryPrimitives.TryWriteSingleLittleEndian(into, number),
        ["FP64"] = static (ref value, into) => value.TryGetDouble(out var number) && BinaryPrimitives.TryWriteDoubleLittleEndian(into, number),
    };

    /// <param name="data">On the array's start; left on its end.</param>
    /// <param name="bytes">Of JSON in which the array stands.</param>
    /// <exception cref="InferenceProblem">Another number of elements than the shape says, or one that does not fit its type.</exception>
    public static InferTensor Read(string name, DataType type, long[] shape, long count, ref Utf8JsonReader data, long bytes)
    {
        if (type == DataType.Bytes)
            return new(name, type, shape, [], Texts(name, count, ref data));
        // The JSON that was received bounds what can be there, whatever the shape says.
        if (count > bytes / ShortestNumber + 1)
            throw Wrong(name, "less", count);
        var raw = TensorMemory.Rent((int)count * type.Size);
        var put = Puts[type.Name];
        var left = raw.AsSpan();
        // A truth value is no number, nor the other way round: the methods of the reader throw where they are asked for the other.
        var numbers = type.Name != "BOOL";
        for (var outermost = data.CurrentDepth; Next(ref data, outermost); left = left[type.Size..])
        {
            if (left.IsEmpty)
                throw Wrong(name, "more", count);
            if (data.TokenType == JsonTokenType.Number != numbers || !put(ref data, left))
                throw InferenceProblem.Invalid($"input '{name}': {Shown(ref data)} is no {type.Name}");
        }
        return left.IsEmpty ? InferTensor.OfNumbers(name, type, shape, raw) : throw Wrong(name, "less", count);
    }

    private static List<byte[]> Texts(string name, long count, ref Utf8JsonReader data)
    {
        var texts = new List<byte[]>();
        for (var outermost = data.CurrentDepth; Next(ref data, outermost);)
        {
            if (texts.Count == count)
                throw Wrong(name, "more", count);
            if (data.TokenType != JsonTokenType.String)
                throw InferenceProblem.Invalid($"input '{name}': {Shown(ref data)} is no string");
            var text = new byte[data.ValueSpan.Length];
            texts.Add(text[..data.CopyString(text)]);
        }
        return texts.Count == count ? texts : throw Wrong(name, "less", count);
    }

    /// <summary>On to the next value, in and out of nested arrays; false at the end of the outermost.</summary>
    private static bool Next(ref Utf8JsonReader data, int outermost)
    {
        while (data.Read() && data.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
            if (data.TokenType == JsonTokenType.EndArray && data.CurrentDepth == outermost)
                return false;
        return true;
    }

    private static string Shown(ref Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        _ => Encoding.UTF8.GetString(value.ValueSpan),
    };

    private static InferenceProblem Wrong(string name, string how, long count) => InferenceProblem.Invalid($"input '{name}' holds {how} than the {count} elements of its shape");

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
            throw InferenceProblem.Invalid("an output holds NaN or infinity, which JSON can't: ask for it with binary_data");
        json.WriteNumberValue(value);
    }
}
