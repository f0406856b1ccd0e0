using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Cli.Bench;

/// <summary>
/// <c>edgeactors bench aggregate</c>: how fast one core goes through a round's ring elements: unpack and add each update, take each mask off, make the sum a mean.
/// The plain addition of two arrays of the same size, in turns with the others, is the memory's limit.
/// </summary>
internal static class AggregateBenchCommand
{
    private const int Devices = 10;
    private const int LevelBits = 8;

    public static Command Create()
    {
        var parameters = new Option<int[]>("--parameters") { Description = "sizes of the model", DefaultValueFactory = _ => [100_000, 1_000_000, 10_000_000], AllowMultipleArgumentsPerToken = true };
        var turns = new Option<int>("--turns") { Description = "of each; the best counts", DefaultValueFactory = _ => 9 };
        var command = new Command("aggregate", "Speed of a masked round's sum on one core: unpack and add, unmask, mean.") { parameters, turns };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            Output.For(parsed).Rows(
                [.. parsed.GetRequiredValue(parameters).Select(count => Measure(count, parsed.GetValue(turns)))],
                new("parameters", row => row.Parameters.ToString("N0", CultureInfo.InvariantCulture), Number: true),
                new("ring bits", row => row.RingBits.ToString(CultureInfo.InvariantCulture), Number: true),
                new("add arrays GB/s", row => Show(row.Memory), Number: true),
                new("unpack + add GB/s", row => Show(row.Add), Number: true),
                new("unmask GB/s", row => Show(row.Unmask), Number: true),
                new("mean GB/s", row => Show(row.Mean), Number: true),
                new("round of 10 GB/s", row => Show(row.Round), Number: true));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Row Measure(int parameters, int turns)
    {
        var point = FixedPoint.ForRange(1, LevelBits);
        var ring = IntegerRing.For(Devices, 1, point);
        var update = RingSum.Contribution(ring, [.. Enumerable.Range(0, parameters).Select(i => i % point.Levels + point.Minimum)], 1, withinClip: true);
        var packed = BitPacking.Pack(ring, update);
        var sum = new RingSum(ring, parameters);
        var (left, right) = (update.ToArray(), update.ToArray());
        using var mask = new MaskStream(new byte[32]);
        Action[] parts =
        [
            () => TensorPrimitives.Add(left, right, left),
            () => sum.AddPacked(packed),
            () => sum.Unmask(elements => mask.SubtractFrom(elements)),
            () => sum.Mean(point),
        ];
        var best = parts.Select(_ => double.MaxValue).ToArray();
        for (var turn = 0; turn < turns; turn++)
        {
            // The mean wants a sum without masks; the masks of the turn before are still on it.
            sum = new RingSum(ring, parameters);
            sum.AddPacked(packed);
            sum.AddPacked(packed);
            foreach (var part in new[] { 3, 0, 1, 2 })
                best[part] = Math.Min(best[part], Time(parts[part]));
        }

        var elements = sizeof(uint) * (double)RingSum.ElementCount(parameters);
        return new(parameters, ring.Bits, elements / best[0] / 1e9, elements / best[1] / 1e9, elements / best[2] / 1e9, elements / best[3] / 1e9,
            Devices * elements / (Devices * (best[1] + best[2]) + best[3]) / 1e9);
    }

    private static double Time(Action part)
    {
        var began = Stopwatch.GetTimestamp();
        part();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static string Show(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>GB/s of ring elements, four bytes each, that each part goes through; <paramref name="Round"/> counts each update's once for all that is done to it.</summary>
    private sealed record Row(int Parameters, int RingBits, double Memory, double Add, double Unmask, double Mean, double Round);
}
