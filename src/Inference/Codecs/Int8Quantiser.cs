using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// <c>value = (symbol - zero) * scale</c>, 256 levels over the range of the values, with 0 itself a level: after a ReLU most values are 0,
/// and 0 must stay 0.
/// </summary>
internal readonly record struct Int8Quantiser(float Scale, byte Zero)
{
    // Below this a float loses bits, and its reciprocal overflows.
    private const float SmallestNormal = 1.17549435e-38f;

    /// <exception cref="CodecException">A value is not finite.</exception>
    public static Int8Quantiser For(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty) return new Int8Quantiser(1, 0);
        var low = Math.Min(0, TensorPrimitives.Min(values));
        var high = Math.Max(0, TensorPrimitives.Max(values));
        // Summed apart: the range of two large values may overflow.
        var scale = high / 255 - low / 255;
        if (!float.IsFinite(scale))
            throw new CodecException(CodecException.Mismatch, "The features hold values that are not finite: the head or its input is damaged.");
        return scale < SmallestNormal ? new Int8Quantiser(1, 0) : new Int8Quantiser(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, 255));
    }

    public void Quantise(ReadOnlySpan<float> values, Span<byte> symbols)
    {
        var inverse = 1 / Scale;
        // Half a level up, so that cutting off the fraction rounds; what lies outside saturates.
        var shift = Zero + 0.5f;
        var i = 0;
        for (; i + 32 <= values.Length; i += 32)
        {
            var from = values[i..];
            var low = Vector256.NarrowWithSaturation(Level(from, inverse, shift), Level(from[8..], inverse, shift));
            var high = Vector256.NarrowWithSaturation(Level(from[16..], inverse, shift), Level(from[24..], inverse, shift));
            Vector256.NarrowWithSaturation(low.AsUInt16(), high.AsUInt16()).CopyTo(symbols[i..]);
        }
        for (; i < values.Length; i++) symbols[i] = (byte)Math.Clamp(values[i] * inverse + shift, 0, 255.5f);
    }

    public void Restore(ReadOnlySpan<byte> symbols, Span<float> values)
    {
        var i = 0;
        for (; i + 32 <= symbols.Length; i += 32)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(symbols[i..]));
            Value(low, values[i..]);
            Value(high, values[(i + 16)..]);
        }
        for (; i < symbols.Length; i++) values[i] = (symbols[i] - Zero) * Scale;
    }

    private static Vector256<int> Level(ReadOnlySpan<float> values, float inverse, float shift) => Vector256.ConvertToInt32(
        Vector256.Min(Vector256.Max(Vector256.Create(values) * inverse + Vector256.Create(shift), Vector256<float>.Zero), Vector256.Create(255f)));

    private void Value(Vector256<ushort> symbols, Span<float> values)
    {
        var (low, high) = Vector256.Widen(symbols);
        var zero = Vector256.Create((int)Zero);
        (Vector256.ConvertToSingle(low.AsInt32() - zero) * Scale).CopyTo(values);
        (Vector256.ConvertToSingle(high.AsInt32() - zero) * Scale).CopyTo(values[8..]);
    }
}
