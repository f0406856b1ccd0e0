using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>What a strict boundary is: against its definition by brute force, and against figures counted by hand.</summary>
public sealed class BoundarySpec
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void EveryBoundaryIsFoundAndNoOther(int seed)
    {
        var model = RandomGraph.Of(seed, nodes: 3 + seed % 6);
        var expected = BruteForce.Boundaries(model.Graph);
        var cutter = new Cutter(model);

        var every = cutter.Every(limit: 10_000)!.Value;
        Assert.Equal(expected, every.Select(b => BruteForce.Key(b.Names)).ToHashSet());
        Assert.Equal(expected.Count, every.Length);

        var chosen = cutter.Boundaries().Select(b => BruteForce.Key(b.Names)).ToHashSet();
        Assert.Subset(expected, chosen);
        Assert.Superset(expected.Where(e => !e.Contains(',')).ToHashSet(), chosen);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void AskingForAnySetOfTensorsGivesTheBoundaryOrARefusal(int seed)
    {
        var model = RandomGraph.Of(seed, nodes: 3 + seed % 4);
        var expected = BruteForce.Boundaries(model.Graph);
        var cutter = new Cutter(model);
        string[] values = [.. model.Graph.Inputs.Select(i => i.Name), .. model.Graph.Nodes.SelectMany(n => n.Outputs)];
        for (int mask = 1; mask < 1 << values.Length; mask++)
        {
            string[] asked = [.. values.Where((_, i) => (mask >> i & 1) != 0)];
            if (expected.Contains(BruteForce.Key(asked)))
            {
                Assert.Equal(BruteForce.Key(asked), BruteForce.Key(cutter.At(asked).Names));
                continue;
            }
            var refusal = Assert.Throws<CutException>(() => cutter.At(asked));
            // What it says is missing makes a boundary together with what was asked and does cross.
            if (refusal.AlsoCrossing.Length == 0) continue;
            Assert.DoesNotContain(refusal.AlsoCrossing, asked.Contains);
            Assert.All(refusal.AlsoCrossing, name => Assert.Contains($"'{name}'", refusal.Message));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void HalvesOfARandomGraphAreTheWhole(int seed)
    {
        var model = RandomGraph.Of(seed, nodes: 8);
        var cutter = new Cutter(model);
        var verifier = CutVerifier.Seeded(model);
        var every = cutter.Every(10_000)!.Value;
        Assert.NotEmpty(every);
        foreach (var boundary in every.Take(20)) Assert.Equal(new EqualityReport(0, 1, 2), verifier.Check(cutter.Extract(boundary)));
    }

    [Fact]
    public void BytesMultiplyAddsAndPeaksAreThoseCountedByHand()
    {
        var b = new GraphBuilder("chain");
        var x = b.Input("x", ElementType.Float, ["N", 4]);
        var hidden = b.Relu(b.MatMul(x, b.Weight("w", [4, 8], new float[32])));
        b.Output(b.MatMul(hidden, b.Weight("v", [8, 2], new float[16])));

        var cutter = new Cutter(b.Build());
        var boundary = cutter.At(hidden.Name);

        Assert.Equal(8 * 4, boundary.BytesAcross);
        Assert.Equal((4 * 8, 8 * 2), (boundary.HeadMacs, boundary.TailMacs));
        Assert.Equal(4 * 8 + 8 * 2, cutter.Macs);
        // Weights; then the input, the product and its Relu at once.
        Assert.Equal(4 * 32 + 4 * (4 + 8 + 8), boundary.HeadPeakBytes);
        // Weights; then what crossed and the product.
        Assert.Equal(4 * 16 + 4 * (8 + 2), boundary.TailPeakBytes);
        Assert.False(boundary.CarriesInput);
    }

    [Fact]
    public void AnInputThatTheTailReadsCrosses()
    {
        var b = new GraphBuilder("skip");
        var x = b.Input("x", ElementType.Float, ["N", 4]);
        var t = b.Tanh(x);
        b.Output(b.Add(b.Relu(t), x), "y");
        var cutter = new Cutter(b.Build());

        var refusal = Assert.Throws<CutException>(() => cutter.At(t.Name));
        Assert.Equal("x", Assert.Single(refusal.AlsoCrossing));
        var boundary = cutter.At("x", t.Name);
        Assert.True(boundary.CarriesInput);
        Assert.True(CutVerifier.Seeded(cutter.Model).Check(cutter.Extract(boundary)).Holds);
    }

    [Fact]
    public void AThousandNodesAreEnumeratedInUnderASecond()
    {
        var cutter = new Cutter(RandomGraph.Of(seed: 5, nodes: 1000));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var boundaries = cutter.Boundaries();
        process.Refresh();
        // Processor time: other programs on the machine must not decide this.
        Assert.InRange(process.TotalProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(boundaries.Length, 1000, 3000);
    }
}
