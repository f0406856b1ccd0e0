using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeActors.Learning.SecureAggregation;

namespace EdgeActors.Learning.Privacy;

/// <summary>
/// Gaussian noise from a secret 32-byte seed by AES in counter mode and Box-Muller: unpredictable without the seed, the same again with it, so a replay
/// can repeat the noise of a committed round. 53-bit uniforms; tails end at 8.6 standard deviations (probability 1e-17).
/// </summary>
public static class GaussianNoise
{
    private const int Chunk = 4096;

    /// <summary>Adds noise of the given standard deviation to every number.</summary>
    public static void AddTo(Span<float> values, double deviation, byte[] seed)
    {
        if (deviation == 0) return;
        // Each pair of normals takes four 32-bit words; the key of every chunk is the seed with the chunk's number folded in by HKDF.
        var words = new uint[2 * Chunk];
        for (var at = 0; at < values.Length; at += Chunk)
        {
            var part = values.Slice(at, Math.Min(Chunk, values.Length - at));
            Array.Clear(words);
            using (var stream = new MaskStream(ChunkKey(seed, at))) stream.AddTo(words);
            var numbers = MemoryMarshal.Cast<uint, ulong>(words.AsSpan());
            for (var i = 0; i < part.Length; i += 2)
            {
                var radius = deviation * Math.Sqrt(-2 * Math.Log(Uniform(numbers[i])));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * Uniform(numbers[i + 1]));
                part[i] += (float)(radius * cosine);
                if (i + 1 < part.Length) part[i + 1] += (float)(radius * sine);
            }
        }
    }

    private static byte[] ChunkKey(byte[] seed, int at)
    {
        var info = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(info, at);
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, 32, salt: "gaussian noise"u8.ToArray(), info);
    }

    /// <summary>In (0, 1].</summary>
    private static double Uniform(ulong word) => ((word >> 11) + 1) * (1.0 / (1UL << 53));
}
