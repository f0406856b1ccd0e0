using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// A code of a learned bottleneck on the wire. At 20 bytes a picture every byte of a header counts, so there are three; tensors, types and shapes are
/// in the bundle that both sides named when they agreed on the cut.
/// <code>64 + number of the rate 1 · leading bytes of the number that stands for the symbols · CRC-32C of all before, its lower half, 2</code>
/// </summary>
internal static class CodeStream
{
    /// <summary>Rates that a lead byte can name.</summary>
    public const int MostRates = 64;

    private const byte Lead = 64;
    private const int ChecksumBytes = 2;

    /// <summary>Lead and checksum.</summary>
    public const int HeaderBytes = 1 + ChecksumBytes;

    /// <summary>Told by the first byte; a <see cref="FeatureStream"/> begins with another.</summary>
    public static bool Is(ReadOnlySpan<byte> stream) => stream.Length > 0 && stream[0] is >= Lead and < Lead + MostRates;

    public static byte[] Encode(TensorData code, string codec, TensorCalibration? calibration)
    {
        var tables = CodeTables.Of(calibration, code.Name);
        var rate = tables.Number(codec);
        var values = code.Floats;
        if (values.Length != tables.Symbols)
            throw new CodecException(CodecException.Mismatch, $"{code} is not one code of {tables.Symbols} symbols: codes go one at a time, by the bundle they were calibrated for.");
        var symbols = new byte[tables.Sent(rate)];
        for (var i = 0; i < symbols.Length; i++)
        {
            if (float.IsNaN(values[i])) throw new CodecException(CodecException.Mismatch, $"{code} holds values that are not numbers: the head or its input is damaged.");
            symbols[i] = tables.SymbolOf(values[i]);
        }
        var number = WholeNumber.Encode(symbols, tables);
        var stream = new byte[HeaderBytes + number.Length];
        stream[0] = (byte)(Lead + rate);
        number.CopyTo(stream, 1);
        Checksum(stream).CopyTo(stream, stream.Length - ChecksumBytes);
        return stream;
    }

    /// <returns>The whole code, 0 where nothing was sent.</returns>
    public static TensorData Decode(ReadOnlySpan<byte> stream, TensorCalibration? calibration)
    {
        if (stream.Length < HeaderBytes)
            throw new CodecException(CodecException.Truncated, $"A code has at least {HeaderBytes} bytes, this one {stream.Length}: send the features again.");
        if (!stream[^ChecksumBytes..].SequenceEqual(Checksum(stream))) throw WireReader.Corrupt("its checksum does not match");
        var tables = CodeTables.Of(calibration, "of the stream");
        var symbols = new byte[tables.Sent(stream[0] - Lead)];
        WholeNumber.Decode(stream[1..^ChecksumBytes], tables, symbols);
        var values = new float[tables.Symbols];
        for (var i = 0; i < symbols.Length; i++) values[i] = tables.ValueOf(symbols[i]);
        return TensorData.OfFloats("0", [1, values.Length], values);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> stream)
    {
        var crc = Crc32C.Of(stream[..^ChecksumBytes]);
        return [(byte)crc, (byte)(crc >> 8)];
    }
}
