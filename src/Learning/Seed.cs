using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning;

/// <summary>
/// A 64-bit seed with a name. Derived seeds are independent of each other and of the order in which they are asked for, so a
/// device that resends, a round that restarts and a replay years later all draw the same numbers.
/// </summary>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The seed for one purpose, for example <c>Derive("rotation", "round 7")</c>: the head of a SHA-256 over both.</summary>
    public Seed Derive(params ReadOnlySpan<string> purpose)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, Value);
        hash.AppendData(number);
        foreach (var part in purpose)
        {
            // The length goes in front, so that ("ab", "c") and ("a", "bc") differ.
            BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)Encoding.UTF8.GetByteCount(part));
            hash.AppendData(number);
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new Seed(BinaryPrimitives.ReadUInt64LittleEndian(digest));
    }
}
