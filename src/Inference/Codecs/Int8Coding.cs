using System.Buffers;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// 8 bits a value with one scale for the tensor, or one for each channel of each example.
/// <code>payload: scale 4, zero 1, for each part · symbols as they are, or a symbol block</code>
/// </summary>
internal sealed class Int8Coding(byte wireId, string name, bool perChannel, bool entropyCoded) : ITensorCoding
{
    private const int Bits = 8;

    public byte WireId => wireId;
    public string Name => name;

    public bool Takes(TensorData tensor) => tensor.ElementType == TensorElementType.Float;

    public void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to)
    {
        var values = tensor.Floats;
        var part = PartOf(tensor.Shape, values.Length);
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            for (var start = 0; start < values.Length; start += part)
            {
                var quantiser = Int8Quantiser.For(values.Slice(start, part));
                quantiser.Quantise(values.Slice(start, part), symbols.AsSpan(start, part));
                to.Single(quantiser.Scale);
                to.Byte(quantiser.Zero);
            }
            if (entropyCoded) SymbolBlock.Write(symbols.AsSpan(0, values.Length), Bits, to);
            else to.Bytes(symbols.AsSpan(0, values.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(symbols);
        }
    }

    public byte[] Decode(TensorHeader header, TensorCalibration? calibration, ReadOnlySpan<byte> payload)
    {
        var part = PartOf(header.Shape, header.Count);
        var from = new WireReader(payload);
        var quantisers = new Int8Quantiser[header.Count / part];
        for (var i = 0; i < quantisers.Length; i++) quantisers[i] = new Int8Quantiser(from.Single(), from.Byte());

        var bytes = new byte[header.ByteCount];
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            var block = from.Take(from.Left);
            if (entropyCoded) SymbolBlock.Read(block, Bits, symbols.AsSpan(0, values.Length));
            else if (block.Length == values.Length) block.CopyTo(symbols);
            else throw WireReader.Corrupt($"it holds {block.Length} bytes for {values.Length} values");
            for (var i = 0; i < quantisers.Length; i++) quantisers[i].Restore(symbols.AsSpan(i * part, part), values.Slice(i * part, part));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(symbols);
        }
        return bytes;
    }

    /// <summary>Values that share a scale.</summary>
    private int PartOf(long[] shape, int count)
    {
        if (!perChannel || shape.Length < 3 || count == 0) return Math.Max(count, 1);
        return (int)(count / (shape[0] * shape[1]));
    }
}
