using System.Collections.Immutable;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using FsCheck.Xunit;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>A cut through float16 moves a rounding: that was refused as a wrong cut.</summary>
public sealed class RoundingNudgeSpec
{
    [Fact]
    public void A_cut_of_a_float32_network_may_change_no_more_than_ever()
    {
        var report = CutVerifier.Seeded(Network(ElementType.Float)).Check(Halves(ElementType.Float, scale: 1));
        Assert.Equal(EqualityReport.Tolerance, report.Allowed);
    }

    [Fact]
    public void A_wrong_tail_of_a_float16_network_is_refused()
    {
        var verifier = CutVerifier.Seeded(Network(ElementType.Float16));
        Assert.True(verifier.Check(Halves(ElementType.Float16, scale: 1)).Holds);
        Assert.False(verifier.Check(Halves(ElementType.Float16, scale: 1.02f)).Holds);
    }

    [SkippableFact]
    public void The_cut_before_the_softmax_of_a_published_float16_network_holds()
    {
        var model = PublicModels.Read("squeezenet_fp16");
        var cutter = new Cutter(model);
        var report = CutVerifier.Seeded(model, examples: 1).Check(cutter.Extract(cutter.At(["pool10_1"])));
        Assert.True(report.Holds, report.ToString());
        Assert.InRange(report.Allowed, EqualityReport.Tolerance, 2e-3);
    }

    [Property(MaxTest = 50)]
    public void Every_number_moves_by_one_unit_in_its_last_place_and_nothing_else_moves(ushort bits, int seed)
    {
        var before = Tensor.From<ushort>("t", ElementType.Float16, [1], [bits]);
        var after = RoundingNudge.Of(before, seed).As<ushort>()[0];
        var number = BitConverter.UInt16BitsToHalf(bits);
        if (number == (Half)0 || !Half.IsFinite(number))
            Assert.Equal(bits, after);
        else
            Assert.Contains(BitConverter.UInt16BitsToHalf(after), new[] { Half.BitIncrement(number), Half.BitDecrement(number) });
    }

    private static Halves Halves(ElementType type, float scale)
    {
        var cutter = new Cutter(Network(type));
        var tail = new Cutter(Network(type, scale));
        return cutter.Extract(cutter.At(["features"])) with { Tail = tail.Extract(tail.At(["features"])).Tail };
    }

    /// <summary>y = softmax(w x + w x).</summary>
    private static Model Network(ElementType type, float scale = 1)
    {
        float[] weights = [.. Enumerable.Range(0, 64).Select(i => scale * (i * 37 % 64 - 32) / 8f)];
        var w = type == ElementType.Float
            ? Tensor.From("w", [8, 8], weights)
            : Tensor.From<Half>("w", type, [8, 8], [.. weights.Select(v => (Half)v)]);
        var none = ImmutableDictionary<string, NodeAttribute>.Empty;
        Node[] nodes =
        [
            new("Tanh", ["x"], ["features"], none),
            new("MatMul", ["features", "w"], ["scores"], none),
            new("Softmax", ["scores"], ["y"], none),
        ];
        var graph = new Graph("half", [new("x", type, [1, 8])], [new("y", type, [1, 8])], [.. nodes], [w]);
        return new Model(graph, ImmutableSortedDictionary<string, long>.Empty.Add("", 17), IrVersion: 8);
    }
}
