using System.Collections.Immutable;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>Networks of 16-bit floats: what a cut carries, and that the halves give what the whole does.</summary>
public sealed class WideningSpec
{
    [Fact]
    public void EveryCutGivesTheVeryOutputOfTheWhole()
    {
        var survey = CutSurvey.Of(Network(), examples: 4);

        Assert.Equal(0, survey.Failed);
        Assert.Equal(0d, survey.WorstDifference);
        Assert.Contains(survey.Cuts, cut => cut.At.SequenceEqual(["scores"]));
    }

    [Fact]
    public void WhatANodeMakesCrossesIn32BitsAndTheEndsStayAsTheyAre()
    {
        var cutter = new Cutter(Network());
        var halves = cutter.Extract(cutter.At("scores"));

        Assert.Equal(("scores", ElementType.Float), (halves.Head.Graph.Outputs[0].Name, halves.Head.Graph.Outputs[0].Type));
        Assert.Equal(("scores", ElementType.Float), (halves.Tail.Graph.Inputs[0].Name, halves.Tail.Graph.Inputs[0].Type));
        Assert.Equal(ElementType.Float16, halves.Head.Graph.Inputs[0].Type);
        Assert.Equal(ElementType.Float16, halves.Tail.Graph.Outputs[0].Type);
        Assert.Equal(3 * sizeof(float), halves.Boundary.BytesAcross);
    }

    [Fact]
    public void AValueThatIsAnAnswerTooCrossesAsItIs()
    {
        var cutter = new Cutter(Network(answersHidden: true));
        var halves = cutter.Extract(cutter.At("hidden"));

        Assert.Equal(ElementType.Float16, halves.Boundary.Tensors[0].Type);
        Assert.Contains(halves.Tail.Graph.Outputs, o => o is { Name: "hidden", Type: ElementType.Float16 });
    }

    /// <summary>softmax(relu(x a) b) with scores in the hundreds, of which half floats keep a quarter at best.</summary>
    private static Model Network(bool answersHidden = false)
    {
        var random = new Random(7);
        var b = new GraphBuilder("halves");
        b.Input("x", ElementType.Float16, ["N", 8]);
        b.Initializer(Weights("a", 8, 16, 5));
        b.Initializer(Weights("b", 16, 3, 40));
        b.Append(Node("MatMul", ["x", "a"], "hidden"));
        b.Append(Node("Relu", ["hidden"], "active"));
        b.Append(Node("MatMul", ["active", "b"], "scores"));
        b.Append(Node("Softmax", ["scores"], "y"));
        b.Output(b["y"]);
        if (answersHidden) b.Output(b["hidden"]);
        return b.Build();

        Tensor Weights(string name, int rows, int columns, float scale) => Tensor.From<Half>(
            name, ElementType.Float16, [rows, columns], [.. Enumerable.Range(0, rows * columns).Select(_ => (Half)(scale * (random.NextSingle() - 0.5f)))]);
    }

    private static Node Node(string op, ImmutableArray<string> inputs, string output) =>
        new(op, inputs, [output], ImmutableDictionary<string, NodeAttribute>.Empty, output);
}
