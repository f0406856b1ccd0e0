using System.Runtime.InteropServices;
using EdgeActors.Learning.SecureAggregation;

namespace EdgeActors.Learning.Tests.SecureAggregation;

public class MaskStreamTests
{
    /// <summary>AES-256 of the counters 0 and 1 under a key of zeros (FIPS 197; NIST's known-answer tests begin with the first).</summary>
    [Fact]
    public void Mask_is_the_encrypted_counters()
    {
        using var mask = new MaskStream(new byte[32]);
        var elements = new uint[4];
        mask.AddTo(elements);
        Assert.Equal("DC95C078A2408989AD48A21492842087", Convert.ToHexString(MemoryMarshal.AsBytes<uint>(elements)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32_768)]  // exactly one chunk
    [InlineData(100_001)]
    public void Mask_comes_off_again_and_never_repeats(int count)
    {
        using var mask = new MaskStream(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        var elements = new uint[count];
        mask.AddTo(elements);
        Assert.Equal(count, elements.Distinct().Count(), Math.Max(count * 1e-4, 0.1));
        mask.SubtractFrom(elements);
        Assert.All(elements, element => Assert.Equal(0u, element));
    }
}
