using System.Runtime.CompilerServices;
using EdgeActors.Inference.Codecs.Entropy;

namespace EdgeActors.Inference.Codecs;

/// <summary>An <see cref="OrderedCode"/> unpacked for use; made once and kept as long as it.</summary>
internal sealed class CodeTables
{
    private static readonly ConditionalWeakTable<OrderedCode, CodeTables> Made = [];

    private readonly OrderedCode _code;

    // Where each value's slots begin, [symbols, levels + 1]; the last is FrequencyTable.Scale.
    private readonly ushort[] _starts;

    private CodeTables(OrderedCode code)
    {
        if (code.Levels is < 2 or > 16 || code.Levels % 2 != 0 || code.Frequencies.Length == 0 || code.Frequencies.Length % code.Levels != 0
            || code.Rates.Count > CodeStream.MostRates || code.Rates.Any(r => r.Symbols < 0 || r.Symbols > code.Symbols) || code.Frequencies.AsSpan().Contains((byte)0))
            throw Unusable();
        _code = code;
        _starts = new ushort[code.Symbols * (code.Levels + 1)];
        for (var i = 0; i < code.Symbols; i++)
        {
            var frequencies = FrequencyTable.Normalise(code.Frequencies.AsSpan(i * code.Levels, code.Levels)) ?? throw Unusable();
            for (var k = 0; k < code.Levels; k++) _starts[i * (code.Levels + 1) + k + 1] = (ushort)(_starts[i * (code.Levels + 1) + k] + frequencies[k]);
        }
    }

    public int Symbols => _code.Symbols;

    /// <summary>Where the slots of a symbol's values begin; one more than there are levels.</summary>
    public ReadOnlySpan<ushort> StartsOf(int symbol) => _starts.AsSpan(symbol * (_code.Levels + 1), _code.Levels + 1);

    public byte SymbolOf(float value) => (byte)Math.Clamp(MathF.Floor(value) + _code.Levels / 2, 0, _code.Levels - 1);

    public float ValueOf(byte symbol) => symbol - _code.Levels / 2 + 0.5f;

    /// <summary>Symbols that a rate sends.</summary>
    public int Sent(int rate) => rate < _code.Rates.Count
        ? _code.Rates[rate].Symbols
        : throw new CodecException(CodecException.Mismatch, $"The code has rate {rate}, its bundle has {_code.Rates.Count}: agree on the bundle again.");

    public int Number(string codec)
    {
        for (var i = 0; i < _code.Rates.Count; i++)
            if (_code.Rates[i].Codec == codec) return i;
        throw new CodecException(CodecException.Unknown, $"This cut has no codec '{codec}': it has {string.Join(", ", _code.Rates.Select(r => r.Codec))}.");
    }

    public static CodeTables Of(TensorCalibration? calibration, string tensor) => Made.GetValue(
        calibration?.Code ?? throw new CodecException(CodecException.CalibrationMissing, $"Tensor {tensor} is no code of a bottleneck: choose a codec of its own cut."),
        static code => new CodeTables(code));

    private static CodecException Unusable() => new(CodecException.Mismatch, "The tables of the bottleneck's code cannot be: train it again, or fetch the bundle again.");
}
