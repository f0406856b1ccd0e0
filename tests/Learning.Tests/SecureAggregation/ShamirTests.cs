using System.Security.Cryptography;
using EdgeActors.Learning.SecureAggregation;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeActors.Learning.Tests.SecureAggregation;

public class ShamirTests
{
    private static readonly byte[] Secret = SHA256.HashData("secret"u8);

    [Fact]
    public void Every_three_of_five_rebuild()
    {
        var shares = Shamir.Split(Secret, 3, [1, 2, 3, 4, 5]);
        foreach (var mask in Enumerable.Range(0, 32).Where(mask => System.Numerics.BitOperations.PopCount((uint)mask) == 3))
            Assert.Equal(Secret, Shamir.Combine(shares.Where((_, i) => (mask >> i & 1) == 1), 3));
    }

    [Fact]
    public void Two_of_five_do_not()
    {
        var shares = Shamir.Split(Secret, 3, [1, 2, 3, 4, 5]);
        Assert.Throws<InvalidOperationException>(() => Shamir.Combine(shares.Take(2), 3));
        Assert.NotEqual(Secret, Guess(shares.Take(2), 2)); // also not to someone who pretends that two are enough
    }

    [Fact]
    public void Flipped_bit_gives_another_secret()
    {
        var shares = Shamir.Split(Secret, 3, [1, 2, 3, 4, 5]).Take(3).ToArray();
        shares[1].Value[7] ^= 4;
        Assert.NotEqual(Secret, Guess(shares, 3));
    }

    [Property]
    public Property Any_threshold_any_indices(ulong seed, byte a, byte b)
    {
        var random = new SeededRandom(new Seed(seed));
        var holders = a % 20 + 1;
        var threshold = b % holders + 1;
        var indices = Enumerable.Range(1, 200).ToArray();
        random.Shuffle<int>(indices);
        var secret = SHA256.HashData(BitConverter.GetBytes(seed));
        var shares = Shamir.Split(secret, threshold, indices[..holders]).ToArray();
        random.Shuffle<SecretShare>(shares);
        return Shamir.Combine(shares, threshold).AsSpan().SequenceEqual(secret).ToProperty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Extreme_secrets_fit_the_field(byte value)
    {
        var secret = Enumerable.Repeat(value, 32).ToArray();
        Assert.Equal(secret, Shamir.Combine(Shamir.Split(secret, 2, [1, 2, 3]), 2));
    }

    [Fact]
    public void Index_zero_is_refused_because_it_is_the_secret() => Assert.Throws<ArgumentException>(() => Shamir.Split(Secret, 1, [0, 1]));

    private static byte[]? Guess(IEnumerable<SecretShare> shares, int threshold)
    {
        try
        {
            return Shamir.Combine(shares, threshold);
        }
        catch (InvalidOperationException)
        {
            return null; // outside the secrets' range: noticed at once
        }
    }
}
