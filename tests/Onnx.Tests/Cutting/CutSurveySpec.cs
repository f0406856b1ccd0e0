using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>What <c>models cut</c> and <c>models show</c> report.</summary>
public sealed class CutSurveySpec
{
    [Fact]
    public void EachBoundaryIsProvedAndTheWorstReported()
    {
        var told = new List<(CutFinding Finding, int Of)>();
        var survey = CutSurvey.Of(BodyModels.Loop(), examples: 2, progress: (finding, of) => told.Add((finding, of)));

        Assert.Equal((0, 0d), (survey.Failed!.Value, survey.WorstDifference!.Value));
        Assert.All(survey.Cuts, cut => Assert.Equal(2, cut.Equality!.Examples));
        Assert.Equal(survey.Cuts, told.Select(t => t.Finding));
        Assert.All(told, t => Assert.Equal(survey.Cuts.Length, t.Of));
        // Any of relu, tanh; both; after the loop; after the product would be the output.
        Assert.Contains(survey.Cuts, cut => cut.At.SequenceEqual(["looped"]) && cut.BytesAcross == 16 && cut.HeadShare == 0);
        Assert.Contains(survey.Cuts, cut => cut.At.SequenceEqual(["h", "start"]) && cut.BytesAcross == 32);
    }

    [Fact]
    public void OneCutIsDescribedWithoutProofUnlessAsked()
    {
        var survey = CutSurvey.Of(BodyModels.If(), ["chosen"]);
        Assert.Equal("chosen", Assert.Single(Assert.Single(survey.Cuts).At));
        Assert.Null(survey.WorstDifference);
        Assert.Null(survey.Failed);
        Assert.Equal(64, survey.Digest.Length);
    }

    [Fact]
    public void ASummaryCountsBodiesToo()
    {
        var summary = ModelSummary.Of(BodyModels.Loop());
        Assert.Equal("x: Float[N, 4]", Assert.Single(summary.Inputs));
        // Three nodes of the body, then Relu, Tanh, Loop, MatMul, and the Identity that names the output.
        Assert.Equal(8, summary.Nodes);
        // step [4], times, w [4, 2].
        Assert.Equal((4 + 1 + 8, 4 * 4 + 8 + 4 * 8), (summary.Parameters, summary.WeightBytes));
        Assert.Contains(new OperatorCount("Identity", 2), summary.Operators);
    }
}
