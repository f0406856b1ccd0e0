using System.Numerics;
using System.Runtime.InteropServices;

namespace EdgeActors.Inference.Codecs;

/// <summary>Which level a value falls into.</summary>
internal static class LevelSearch
{
    /// <summary>The level is the number of thresholds not above the value: compares and subtractions only, so a whole vector at once.</summary>
    public static void Quantise(ReadOnlySpan<float> values, ReadOnlySpan<float> thresholds, Span<byte> symbols)
    {
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
