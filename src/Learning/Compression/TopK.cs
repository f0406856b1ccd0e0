using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// Keeps the share of numbers that are largest in magnitude. Biased, so it wants <see cref="ErrorFeedback"/>. Bytes: the count (int32), the kept
/// values (float32), and the gaps between their indices in Elias gamma code. Which indices a device kept tells about its data: it does not go
/// with secure aggregation, whose masks are dense.
/// </summary>
/// <param name="Share">Of the parameters, in (0, 1].</param>
public sealed record TopK(double Share) : IUpdateCodec
{
    private static readonly EliasGammaCoder Gaps = new();

    public string Name => $"top-{Share:0.####}";
    public bool Unbiased => false;

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed)
    {
        if (Share is not (> 0 and <= 1)) throw new InvalidOperationException($"a kept share is in (0, 1], not {Share}");
        var kept = Math.Clamp((int)Math.Round(Share * update.Length), 1, update.Length);
        var magnitudes = new float[update.Length];
        var indices = new int[update.Length];
        for (var i = 0; i < update.Length; i++)
        {
            magnitudes[i] = -Math.Abs(update[i]);
            indices[i] = i;
        }

        Array.Sort(magnitudes, indices);
        var chosen = indices[..kept];
        Array.Sort(chosen);
        var values = new float[kept];
        var gaps = new int[kept];
        for (var i = 0; i < kept; i++)
        {
            values[i] = update[chosen[i]];
            gaps[i] = chosen[i] - (i == 0 ? -1 : chosen[i - 1]);
        }

        var count = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, kept);
        return [.. count, .. MemoryMarshal.AsBytes<float>(values), .. Gaps.Encode(gaps)];
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed)
    {
        if (bytes.Length < 4) throw new FormatException($"a sparse update has at least 4 bytes, not {bytes.Length}");
        var kept = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (kept < 0 || kept > update.Length || bytes.Length < 4 + 4L * kept)
            throw new FormatException($"{kept} kept numbers do not fit {bytes.Length} bytes or a model of {update.Length}");
        var values = MemoryMarshal.Cast<byte, float>(bytes.Slice(4, 4 * kept));
        var gaps = new int[kept];
        Gaps.Decode(bytes[(4 + 4 * kept)..], gaps);
        update.Clear();
        long at = -1;
        for (var i = 0; i < kept; i++)
        {
            at += gaps[i];
            if (gaps[i] < 1 || at >= update.Length) throw new FormatException($"kept number {i} lies at {at}, outside a model of {update.Length}");
            update[(int)at] = values[i];
        }
    }
}
