using System.Security.Cryptography;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Tests.SecureAggregation;

/// <summary>Whole masked rounds in memory, with devices lost between any two phases.</summary>
public class MaskedRoundTests
{
    private const int Parameters = 50;

    [Theory]
    [InlineData(10, 0, 0, 0)]
    [InlineData(10, 2, 0, 0)] // lost after advertising
    [InlineData(10, 0, 3, 0)] // lost after sharing keys
    [InlineData(10, 0, 0, 3)] // lost after sending its update
    [InlineData(10, 1, 1, 1)]
    public void Sum_is_that_of_the_survivors_whoever_is_lost(int devices, int beforeShares, int beforeUpdate, int beforeReveal)
    {
        var round = new Round(devices, threshold: 7, neighbours: 0);
        Assert.Equal(round.Expected(beforeShares, beforeUpdate), round.Run(beforeShares, beforeUpdate, beforeReveal));
    }

    /// <summary>A device that was killed has its 32 bytes and what it was told, nothing else.</summary>
    [Fact]
    public void Device_that_starts_again_from_its_secret_says_the_same_again()
    {
        var secrets = Enumerable.Range(0, 3).Select(_ => MaskingDevice.NewSecret()).ToArray();
        MaskingDevice[] Start() => [.. secrets.Select((secret, i) => new MaskingDevice($"device-{i}", 2, secret))];
        var (before, after) = (Start(), Start());
        var roster = new Roster("run/1/1", before.Select(device => device.Advertise()), threshold: 2, neighbours: 0);
        Assert.All(after.Select(device => device.Advertise()), keys => Assert.Equal(roster[keys.Device].MaskKey, keys.MaskKey));
        var shared = before.Select(device => device.Share(roster)).ToArray();
        var again = after.Select(device => device.Share(roster)).ToArray();
        foreach (var (first, second) in shared.Zip(again))
        {
            Assert.Equal(first.SeedCommitment, second.SeedCommitment);
            Assert.Equal(first.Shares.Select(share => Convert.ToHexString(share.Sealed)), second.Shares.Select(share => Convert.ToHexString(share.Sealed)));
        }

        var all = shared.SelectMany(device => device.Shares).ToArray();
        string[] names = ["device-0", "device-1", "device-2"];
        var (masked, maskedAgain) = (new uint[Parameters], new uint[Parameters]);
        before[1].Mask(names, all, masked);
        after[1].Mask(names, all, maskedAgain);
        Assert.Equal(masked, maskedAgain);
        Assert.NotEqual(new uint[Parameters], masked);
        Assert.Equal(
            before[1].Reveal(names).SeedsOfSurvivors.Select(share => Convert.ToHexString(share.Share.Value)),
            after[1].Reveal(names).SeedsOfSurvivors.Select(share => Convert.ToHexString(share.Share.Value)));
    }

    [Fact]
    public void Large_cohorts_mask_along_a_regular_graph()
    {
        var round = new Round(40, threshold: 7, neighbours: 10);
        Assert.Equal(10, round.Roster.Neighbours("device-007").Count());
        Assert.All(round.Roster.Neighbours("device-007"), other => Assert.Contains("device-007", round.Roster.Neighbours(other)));
        Assert.Equal(round.Expected(0, 2), round.Run(0, 2, 0));
    }

    [Fact]
    public void Below_the_threshold_the_sum_stays_closed() =>
        Assert.Contains("are needed", Assert.Throws<InvalidOperationException>(() => new Round(10, 7, 0).Run(0, 0, 4)).Message);

    [Fact]
    public void Masked_update_tells_nothing_without_the_reveal()
    {
        var round = new Round(10, 7, 0);
        var masked = round.MaskAll();
        Assert.All(masked.Values, update => Assert.InRange(update.Distinct().Count(), Parameters / 2, Parameters + 2)); // all devices sent constants
    }

    [Fact]
    public void Device_never_gives_both_shares_of_another()
    {
        var round = new Round(10, 7, 0);
        round.MaskAll();
        var device = round.Devices["device-003"];
        var names = round.Devices.Keys.Order().ToArray();
        var revealed = device.Reveal(names[..8]);
        Assert.Empty(revealed.KeysOfLost.Select(share => share.Owner).Intersect(revealed.SeedsOfSurvivors.Select(share => share.Owner)));
        Assert.Equal(revealed.KeysOfLost.Length, device.Reveal(names[..8]).KeysOfLost.Length); // the cloud restarted and asks again
        Assert.Contains("other survivors", Assert.Throws<InvalidOperationException>(() => device.Reveal(names[..7])).Message);
    }

    [Fact]
    public void Device_does_not_open_a_sum_of_too_few()
    {
        var round = new Round(10, 7, 0);
        round.MaskAll();
        Assert.Contains("only 1 updates", Assert.Throws<InvalidOperationException>(() => round.Devices["device-003"].Reveal(["device-001"])).Message);
    }

    [Fact]
    public void Altered_share_is_noticed()
    {
        var round = new Round(10, 7, 0);
        Assert.Contains("altered", Assert.Throws<InvalidOperationException>(() => round.Run(0, 1, 0, alter: shares => shares.Value[0] ^= 1)).Message);
    }

    [Fact]
    public void Sealed_share_of_another_round_is_refused()
    {
        var round = new Round(3, 2, 0);
        var shared = round.ShareAll();
        var sealedShare = shared["device-000"].Shares.First(share => share.To == "device-001");
        sealedShare.Sealed[20] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => round.Devices["device-001"].Mask(shared.Keys, shared.Values.SelectMany(s => s.Shares), new uint[4]));
    }

    [Fact]
    public void Two_rosters_have_different_transcripts()
    {
        var keys = Enumerable.Range(0, 3).Select(i => new KeyAdvertisement($"d{i}", [4], [4])).ToArray();
        var transcripts = new[] { new Roster("run-1/1/1", keys, 2), new Roster("run-1/1/2", keys, 2), new Roster("run-1/1/1", keys[..2], 2), new Roster("run-1/1/1", keys, 3) };
        Assert.Equal(4, transcripts.Select(roster => Convert.ToHexString(roster.Transcript)).Distinct().Count());
    }

    [Theory]
    [InlineData(5)]  // not more than half of ten
    [InlineData(11)] // more than there are
    public void Threshold_that_protects_nothing_is_refused(int threshold) =>
        Assert.Throws<ArgumentException>(() => new Round(10, threshold, 0));

    [Fact]
    public void Phases_go_in_order_only()
    {
        using var device = new MaskingDevice("a", 2);
        Assert.Throws<InvalidOperationException>(() => device.Mask(["a"], [], new uint[1]));
        var key = device.Advertise();
        Assert.Throws<InvalidOperationException>(() => device.Advertise());
        Assert.Throws<InvalidOperationException>(() => device.Reveal(["a", "b"]));
        using var other = new MaskingDevice("b", 2);
        var roster = new Roster("r", [key, other.Advertise()], 2);
        device.Share(roster);
        Assert.Throws<InvalidOperationException>(() => device.Share(roster));
        Assert.Throws<InvalidOperationException>(() => device.Advertise());
    }

    [Fact]
    public void Roster_with_a_foreign_key_under_ones_own_name_is_refused()
    {
        using var device = new MaskingDevice("a", 2);
        using var forger = new MaskingDevice("a", 2);
        using var other = new MaskingDevice("b", 2);
        device.Advertise();
        Assert.Contains("other keys", Assert.Throws<InvalidOperationException>(() => device.Share(new Roster("r", [forger.Advertise(), other.Advertise()], 2))).Message);
    }

    private sealed class Round
    {
        private static readonly IntegerRing Ring = new(16);
        private readonly int _threshold;

        public Round(int devices, int threshold, int neighbours)
        {
            _threshold = threshold;
            Devices = Enumerable.Range(0, devices).ToDictionary(i => $"device-{i:000}", i => new MaskingDevice($"device-{i:000}", 2));
            Roster = new Roster("run-1/1/1", Devices.Values.Select(device => device.Advertise()), threshold, neighbours);
        }

        public Dictionary<string, MaskingDevice> Devices { get; }
        public Roster Roster { get; }

        public Dictionary<string, SharedKeys> ShareAll(int lost = 0) => Names.Skip(lost).ToDictionary(name => name, name => Devices[name].Share(Roster));

        public Dictionary<string, uint[]> MaskAll()
        {
            var shared = ShareAll();
            return Mask(shared, Names);
        }

        public byte[] Expected(int beforeShares, int beforeUpdate)
        {
            var sum = new RingSum(Ring, Parameters);
            foreach (var name in Names.Skip(beforeShares + beforeUpdate)) sum.Add(Contribution(name));
            return sum.Pack();
        }

        public byte[] Run(int beforeShares, int beforeUpdate, int beforeReveal, Action<SecretShare>? alter = null)
        {
            var shared = ShareAll(beforeShares);
            var survivors = Names.Skip(beforeShares + beforeUpdate).ToArray();
            var sum = new RingSum(Ring, Parameters);
            foreach (var update in Mask(shared, survivors).Values) sum.AddPacked(BitPacking.Pack(Ring, update));
            var revealed = survivors.Skip(beforeReveal).Select(name => Devices[name].Reveal(survivors)).ToArray();
            if (alter is not null) alter(revealed[0].SeedsOfSurvivors[0].Share);
            sum.Unmask(elements => Unmasking.Run(Roster, shared.Values, survivors, revealed, elements));
            return sum.Pack();
        }

        private string[] Names => [.. Devices.Keys.Order(StringComparer.Ordinal)];

        private Dictionary<string, uint[]> Mask(Dictionary<string, SharedKeys> shared, IEnumerable<string> names) => names.ToDictionary(name => name, name =>
        {
            var contribution = Contribution(name);
            Devices[name].Mask(shared.Keys, shared.Values.SelectMany(message => message.Shares), contribution);
            return contribution;
        });

        private static uint[] Contribution(string name) =>
            RingSum.Contribution(Ring, Enumerable.Repeat(int.Parse(name[^3..]) + 1, Parameters).ToArray(), 1, withinClip: true);
    }
}
