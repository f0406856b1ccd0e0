using System.Security.Cryptography;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Tests.Updates;

public class UpdateRulesTests
{
    private static readonly UpdateRules Rules = new(Parameters: 3, LargestBlob: 100);

    [Fact]
    public void Good_update_passes()
    {
        byte[] blob = [1, 2, 3];
        Assert.Null(Rules.InspectBlob(blob, Convert.ToHexStringLower(SHA256.HashData(blob))));
        Assert.Null(Rules.InspectValues([1f, 2f, 3f], 1));
        Assert.Null(Rules.InspectPacked(new IntegerRing(12), new byte[8])); // 3 parameters, weight, clip bit
    }

    [Fact]
    public void Forged_digest_is_refused() => Refused(UpdateFault.ForgedDigest, Rules.InspectBlob([1, 2, 3], new string('0', 64)), "announced");

    [Fact]
    public void Too_large_is_refused_unread() => Refused(UpdateFault.TooLarge, Rules.InspectLength(101), "at most 100");

    [Fact]
    public void Wrong_number_of_parameters_is_refused() => Refused(UpdateFault.WrongShape, Rules.InspectValues([1f], 1), "has 1 parameters, the model has 3");

    [Fact]
    public void Wrong_number_of_ring_elements_is_refused() => Refused(UpdateFault.WrongShape, Rules.InspectPacked(new IntegerRing(12), new byte[9]), "take 8");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Not_finite_is_refused(float value) => Refused(UpdateFault.NotFinite, Rules.InspectValues([0f, value, 0f], 1), "parameter 1");

    [Fact]
    public void Too_far_is_refused() => Refused(UpdateFault.OutOfRange, Rules.InspectValues([0f, 0f, 1e4f], 1), "beyond");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Weight_that_is_no_weight_is_refused(double weight) => Refused(UpdateFault.OutOfRange, Rules.InspectValues([0f, 0f, 0f], weight), "weight");

    private static void Refused(UpdateFault fault, UpdateRefusal? refusal, string says)
    {
        Assert.Equal(fault, refusal?.Fault);
        Assert.Contains(says, refusal!.Reason);
    }
}
