using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>An input that both sides of a cut are fed, such as a question about a picture.</summary>
public sealed class CommonInputSpec
{
    private static readonly Model Model = PictureAndQuestion();

    [Fact]
    public void WhatBothSidesHaveNeverCrosses()
    {
        var plain = new Cutter(Model).At("features", "question");
        var common = new Cutter(Model, common: ["question"]).At("features");
        Assert.True(plain.CarriesInput);
        Assert.False(common.CarriesInput);
        Assert.Equal(plain.BytesAcross - 3 * 4, common.BytesAcross);
        Assert.All(new Cutter(Model, common: ["question"]).Boundaries(), b => Assert.DoesNotContain("question", b.Names));
    }

    [Fact]
    public void ASideTakesTheCommonInputOnlyWhereItReadsIt()
    {
        var cutter = new Cutter(Model, common: ["question"]);
        var early = cutter.Extract(cutter.At("features"));
        Assert.Equal(["picture"], early.Head.Graph.FedInputs.Select(i => i.Name));
        Assert.Equal(["features", "question"], early.Tail.Graph.FedInputs.Select(i => i.Name));

        var late = cutter.Extract(cutter.At("asked"));
        Assert.Equal(["picture", "question"], late.Head.Graph.FedInputs.Select(i => i.Name));
        Assert.Equal(["asked"], late.Tail.Graph.FedInputs.Select(i => i.Name));
    }

    [Fact]
    public void TheHalvesAreTheWholeAtEveryBoundary()
    {
        var cutter = new Cutter(Model, common: ["question"]);
        var verifier = CutVerifier.Seeded(Model);
        var boundaries = cutter.Every(1000)!.Value;
        Assert.Contains(boundaries, b => b.Tensors.Length == 1);
        Assert.All(boundaries, b => Assert.Equal(new EqualityReport(0, 1, 2), verifier.Check(cutter.Extract(b))));
    }

    private static Model PictureAndQuestion()
    {
        var b = new GraphBuilder("asked");
        var picture = b.Input("picture", ElementType.Float, ["N", 4]);
        var question = b.Input("question", ElementType.Float, ["N", 3]);
        var features = Named("features", b.Relu(b.MatMul(picture, Weight("w", 4, 3))));
        var asked = Named("asked", b.Mul(features, b.Sigmoid(b.MatMul(question, Weight("v", 3, 3)))));
        b.Output(b.MatMul(asked, Weight("u", 3, 2)), "answer");
        return b.Build();

        Value Named(string name, Value value) => b.Append(new Node("Identity", [value.Name], [name], System.Collections.Immutable.ImmutableDictionary<string, NodeAttribute>.Empty, name))[0];

        Value Weight(string name, int rows, int columns) => b.Weight(name, [rows, columns], [.. Enumerable.Range(0, rows * columns).Select(i => (float)Math.Cos(i))]);
    }
}
