using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// A mask: AES-256 in counter mode under a key that keeps all of its secret's entropy. .NET has no counter mode, so the counters are laid out and
/// encrypted block by block. Each element is one 32-bit word; modulo a power of two its low bits are uniform without rejection.
/// </summary>
public sealed class MaskStream : IDisposable
{
    /// <summary>16 KB of keystream at a time stays in the first-level cache.</summary>
    private const int ChunkElements = 4096;

    private const int BlockBytes = 16;

    private readonly Aes _aes = Aes.Create();

    /// <param name="key">32 bytes, used for this mask only.</param>
    public MaskStream(byte[] key)
    {
        if (key.Length != 32) throw new ArgumentException($"a mask key has 32 bytes, not {key.Length}");
        _aes.Key = key;
    }

    public void AddTo(Span<uint> elements) => Apply(elements, add: true);

    public void SubtractFrom(Span<uint> elements) => Apply(elements, add: false);

    public void Dispose() => _aes.Dispose();

    private void Apply(Span<uint> elements, bool add)
    {
        var counters = ArrayPool<byte>.Shared.Rent(4 * ChunkElements);
        var stream = ArrayPool<byte>.Shared.Rent(4 * ChunkElements);
        try
        {
            counters.AsSpan(0, 4 * ChunkElements).Clear();
            ulong counter = 0;
            for (var at = 0; at < elements.Length; at += ChunkElements)
            {
                var chunk = elements.Slice(at, Math.Min(ChunkElements, elements.Length - at));
                var bytes = (4 * chunk.Length + BlockBytes - 1) / BlockBytes * BlockBytes;
                for (var block = 0; block < bytes; block += BlockBytes)
                    BinaryPrimitives.WriteUInt64LittleEndian(counters.AsSpan(block), counter++);
                _aes.EncryptEcb(counters.AsSpan(0, bytes), stream, PaddingMode.None);
                ReadOnlySpan<uint> mask = MemoryMarshal.Cast<byte, uint>(stream.AsSpan(0, bytes))[..chunk.Length];
                if (add) TensorPrimitives.Add(chunk, mask, chunk);
                else TensorPrimitives.Subtract(chunk, mask, chunk);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(counters);
            ArrayPool<byte>.Shared.Return(stream, clearArray: true);
        }
    }
}
