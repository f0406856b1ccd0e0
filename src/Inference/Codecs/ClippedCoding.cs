using System.Buffers;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// Few levels per channel, entropy-coded by neighbourhood with the frequencies of the calibration. Quantiser and tables are in the bundle, so the
/// payload is nothing but symbols; the idea of clipping coarsely without retraining is that of Cohen, Choi and Bajić (arXiv 2105.07102).
/// </summary>
internal sealed class ClippedCoding(byte wireId, string name, int bits) : ITensorCoding
{
    private const byte OnItsOwn = 0;
    private const byte WithNeighbours = 1;

    public byte WireId => wireId;
    public string Name => name;

    public bool Takes(TensorData tensor) => tensor.ElementType == TensorElementType.Float;

    public void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to)
    {
        var tables = TablesFor(calibration, tensor.Shape, tensor.Name);
        if (FeatureMaps.Of(tensor.Shape) is not { } maps) return;
        var values = tensor.Floats;
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            for (var plane = 0; plane < values.Length / maps.Plane; plane++)
                LevelSearch.Quantise(values.Slice(plane * maps.Plane, maps.Plane), tables.ThresholdsOf(plane % maps.Channels), symbols.AsSpan(plane * maps.Plane));
            Write(symbols.AsSpan(0, values.Length), maps, tables, to);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(symbols);
        }
    }

    public byte[] Decode(TensorHeader header, TensorCalibration? calibration, ReadOnlySpan<byte> payload)
    {
        var tables = TablesFor(calibration, header.Shape, "of the stream");
        var bytes = new byte[header.ByteCount];
        if (FeatureMaps.Of(header.Shape) is not { } maps) return bytes;
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            var from = new WireReader(payload);
            if (from.Byte() == WithNeighbours) NeighbourCoder.Decode(from.Take(from.Left), maps, tables.Tables, symbols.AsSpan(0, values.Length));
            else SymbolBlock.Read(from.Take(from.Left), bits, symbols.AsSpan(0, values.Length));
            for (var plane = 0; plane < values.Length / maps.Plane; plane++)
            {
                var centroids = tables.CentroidsOf(plane % maps.Channels);
                for (var i = plane * maps.Plane; i < (plane + 1) * maps.Plane; i++) values[i] = centroids[symbols[i]];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(symbols);
        }
        return bytes;
    }

    /// <summary>With the calibration's frequencies, unless these activations are so unlike them that plain symbols are smaller.</summary>
    private void Write(ReadOnlySpan<byte> symbols, FeatureMaps maps, QuantiserTables tables, WireWriter to)
    {
        var coded = new WireWriter(symbols.Length);
        NeighbourCoder.Encode(symbols, maps, tables.Tables, coded);
        var neighbours = coded.Length * 8L < (long)symbols.Length * bits;
        to.Byte(neighbours ? WithNeighbours : OnItsOwn);
        if (neighbours) to.Bytes(coded.Written);
        else SymbolBlock.Write(symbols, bits, to);
    }

    private QuantiserTables TablesFor(TensorCalibration? calibration, long[] shape, string tensor)
    {
        var quantiser = calibration?.Quantisers.FirstOrDefault(q => q.Bits == bits)
            ?? throw new CodecException(CodecException.CalibrationMissing,
                $"Codec {name} needs a calibration for tensor {tensor}: build the bundle with calibration data, or choose int8.");
        var tables = QuantiserTables.Of(quantiser);
        return tables.Channels == (shape.Length > 2 ? shape[1] : 1)
            ? tables
            : throw new CodecException(CodecException.Mismatch,
                $"Tensor {tensor} [{string.Join(", ", shape)}] has not the {tables.Channels} channels of its calibration: agree on the bundle again.");
    }
}
