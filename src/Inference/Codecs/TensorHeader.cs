using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Codecs;

/// <summary>Type and shape as a feature stream states them.</summary>
internal readonly record struct TensorHeader(TensorElementType ElementType, long[] Shape)
{
    /// <summary>Above this a header is damaged, not large: 1 Gi values.</summary>
    private const long MaxCount = 1L << 30;

    public int Count => (int)Shape.Aggregate(1L, (n, d) => n * d);

    public int ByteCount => Count * ElementTypes.SizeOf(ElementType);

    public static TensorHeader Read(ref WireReader from)
    {
        var type = (TensorElementType)from.Byte();
        if (type is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16 or TensorElementType.BFloat16
            or TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Int16 or TensorElementType.UInt16
            or TensorElementType.Int32 or TensorElementType.UInt32 or TensorElementType.Int64 or TensorElementType.UInt64
            or TensorElementType.Bool))
            throw WireReader.Corrupt($"it names the element type {(int)type}");
        var rank = from.Byte();
        if (rank > 16) throw WireReader.Corrupt($"it names a tensor of rank {rank}");
        var shape = new long[rank];
        var count = 1L;
        for (var i = 0; i < rank; i++)
        {
            shape[i] = from.VarInt();
            if (shape[i] is < 0 or > MaxCount || (count *= shape[i]) > MaxCount) throw WireReader.Corrupt("it names a tensor too large to exist");
        }
        return count * ElementTypes.SizeOf(type) <= int.MaxValue
            ? new TensorHeader(type, shape)
            : throw WireReader.Corrupt("it names a tensor too large to exist");
    }

    public void Write(WireWriter to)
    {
        to.Byte((byte)ElementType);
        to.Byte((byte)Shape.Length);
        foreach (var d in Shape) to.VarInt(d);
    }
}
