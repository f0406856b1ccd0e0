using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Codecs;

/// <summary>Half precision: 11 bits of significand. What overflows (above 65,504) is clipped, since an infinity would spread through the tail.</summary>
internal sealed class Float16Coding : ITensorCoding
{
    private const float Largest = 65_504f;

    public byte WireId => 1;
    public string Name => CodecNames.Float16;

    public bool Takes(TensorData tensor) => tensor.ElementType == TensorElementType.Float;

    public void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to)
    {
        var values = tensor.Floats;
        var room = to.Room(values.Length * 2)[..(values.Length * 2)];
        var halves = MemoryMarshal.Cast<byte, Half>(room);
        TensorPrimitives.ConvertToHalf(values, halves);
        for (var i = 0; i < halves.Length; i++)
            if (Half.IsInfinity(halves[i])) halves[i] = (Half)(Half.IsNegative(halves[i]) ? -Largest : Largest);
        to.Advance(room.Length);
    }

    public byte[] Decode(TensorHeader header, TensorCalibration? calibration, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != header.Count * 2L) throw WireReader.Corrupt($"it holds {payload.Length} bytes for {header.Count} values of 2");
        var bytes = new byte[header.ByteCount];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(payload), MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        return bytes;
    }
}
