using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// A mask: AES-256 in counter mode under a key that keeps all of its secret's entropy. .NET has no counter mode, so the counters are laid out and
/// encrypted block by block. Each element is one 32-bit word; modulo a power of two its low bits are uniform without rejection.
/// </summary>
public sealed class MaskStream : IDisposable
{
    /// <summary>128 KB of keystream at a time: below the second-level cache, and long enough that the call into the cipher does not count.</summary>
    private const int ChunkBytes = 128 * 1024;

    private const int BlockBytes = 16;

    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;

    /// <param name="key">32 bytes, used for this mask only.</param>
    public MaskStream(byte[] key)
    {
        if (key.Length != 32) throw new ArgumentException($"a mask key has 32 bytes, not {key.Length}");
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key;
        _encryptor = _aes.CreateEncryptor();
    }

    public void AddTo(Span<uint> elements) => Apply(elements, add: true);

    public void SubtractFrom(Span<uint> elements) => Apply(elements, add: false);

    public void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
    }

    private void Apply(Span<uint> elements, bool add)
    {
        var counters = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var stream = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(counters.AsSpan(0, Math.Min(ChunkBytes, Padded(elements.Length))));
            for (var i = 0; i < blocks.Length; i++) blocks[i] = Vector128.Create((ulong)i, 0);
            var step = Vector128.Create((ulong)blocks.Length, 0);
            for (var at = 0; at < elements.Length; at += ChunkBytes / sizeof(uint))
            {
                var chunk = elements.Slice(at, Math.Min(ChunkBytes / sizeof(uint), elements.Length - at));
                _encryptor.TransformBlock(counters, 0, Padded(chunk.Length), stream, 0);
                ReadOnlySpan<uint> mask = MemoryMarshal.Cast<byte, uint>(stream.AsSpan())[..chunk.Length];
                if (add) TensorPrimitives.Add(chunk, mask, chunk);
                else TensorPrimitives.Subtract(chunk, mask, chunk);
                for (var i = 0; i < blocks.Length; i++) blocks[i] += step;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(counters);
            ArrayPool<byte>.Shared.Return(stream, clearArray: true);
        }
    }

    /// <summary>Bytes of the whole cipher blocks that cover so many elements.</summary>
    private static int Padded(int elements) => (int)((sizeof(uint) * (long)elements + BlockBytes - 1) / BlockBytes * BlockBytes);
}
