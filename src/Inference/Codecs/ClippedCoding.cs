using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// Few levels per channel and entropy coding with the frequencies of the calibration. Quantiser and tables are in the bundle, so the
/// payload is nothing but symbols; the idea of clipping coarsely without retraining is that of Cohen, Choi and Bajić (arXiv 2105.07102).
/// </summary>
internal sealed class ClippedCoding(byte wireId, string name, int bits) : ITensorCoding
{
    public byte WireId => wireId;
    public string Name => name;

    public bool Takes(TensorData tensor) => tensor.ElementType == TensorElementType.Float;

    public void Encode(TensorData tensor, TensorCalibration? calibration, WireWriter to)
    {
        var tables = TablesFor(calibration, tensor.Shape, tensor.Name);
        var values = tensor.Floats;
        var segment = SegmentOf(tensor.Shape, values.Length, tables.Channels);
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            for (var start = 0; start < values.Length; start += segment)
                Quantise(values.Slice(start, segment), tables, start / segment % tables.Channels, symbols.AsSpan(start, segment));
            SymbolBlock.Write(symbols.AsSpan(0, values.Length), bits, Repeated(tables, values.Length / Math.Max(segment, 1)), segment, to);
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
        var values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        var segment = SegmentOf(header.Shape, values.Length, tables.Channels);
        var symbols = ArrayPool<byte>.Shared.Rent(values.Length);
        try
        {
            SymbolBlock.Read(payload, bits, Repeated(tables, values.Length / Math.Max(segment, 1)), segment, symbols.AsSpan(0, values.Length));
            for (var i = 0; i < values.Length; i++)
                values[i] = tables.Centroids[i / segment % tables.Channels * tables.Levels + symbols[i]];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(symbols);
        }
        return bytes;
    }

    private QuantiserTables TablesFor(TensorCalibration? calibration, long[] shape, string tensor)
    {
        var quantiser = calibration?.Quantisers.FirstOrDefault(q => q.Bits == bits)
            ?? throw new CodecException(CodecException.CalibrationMissing,
                $"Codec {name} needs a calibration for tensor {tensor}: build the bundle with calibration data, or choose int8.");
        var tables = QuantiserTables.Of(quantiser);
        return tables.Channels == 1 || (shape.Length > 2 && shape[1] == tables.Channels)
            ? tables
            : throw new CodecException(CodecException.Mismatch,
                $"Tensor {tensor} [{string.Join(", ", shape)}] has not the {tables.Channels} channels of its calibration: agree on the bundle again.");
    }

    private static int SegmentOf(long[] shape, int count, int channels) =>
        channels == 1 ? Math.Max(count, 1) : Math.Max(1, (int)(count / Math.Max(shape[0] * channels, 1)));

    /// <summary>The channels' tables, again for each example of a batch.</summary>
    private static RansTable[] Repeated(QuantiserTables tables, int segments) => segments <= tables.Channels
        ? tables.Tables
        : [.. Enumerable.Range(0, segments).Select(s => tables.Tables[s % tables.Channels])];

    /// <summary>The level is the number of thresholds not above the value: compares and subtractions only, so a whole vector at once.</summary>
    private static void Quantise(ReadOnlySpan<float> values, QuantiserTables tables, int channel, Span<byte> symbols)
    {
        var thresholds = tables.Thresholds.AsSpan(channel * (tables.Levels - 1), tables.Levels - 1);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        for (var v = 0; v < vectors.Length; v++)
        {
            var level = Vector<int>.Zero;
            foreach (var t in thresholds) level -= Vector.GreaterThanOrEqual(vectors[v], new Vector<float>(t));
            for (var lane = 0; lane < Vector<float>.Count; lane++) symbols[v * Vector<float>.Count + lane] = (byte)level[lane];
        }
        for (var i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            var level = 0;
            foreach (var t in thresholds) level += values[i] >= t ? 1 : 0;
            symbols[i] = (byte)level;
        }
    }
}
