using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>
/// Published models, cut at strict boundaries: both halves together are the model. Of the larger ones a sample, evenly spread, since
/// each cut loads two sessions; <c>edgeactors models cut FILE --all --verify</c> proves every one.
/// </summary>
public sealed class EveryBoundarySpec
{
    private const int MostPerModel = 12;

    /// <summary>Of light_zfnet512, whose 335 MB of weights the runtime makes anew in every session.</summary>
    private const int MostOfAHeavyModel = 2;

    private const long Heavy = 200_000_000;

    public static TheoryData<string> Models => [.. PublicModels.Names];

    [SkippableTheory, MemberData(nameof(Models))]
    public void HeadAndTailTogetherAreTheModel(string name)
    {
        var model = PublicModels.Read(name);
        var cutter = new Cutter(model);
        var boundaries = cutter.Boundaries();
        var input = model.Graph.FedInputs.Single();
        // The reference input where there is one: then the tail's output must also be the published one.
        bool published = name.StartsWith("light", StringComparison.Ordinal);
        var example = published
            ? new Dictionary<string, Tensor> { [input.Name] = ReferenceInput.For(input) }
            : SeededInputs.For([input], seed: 1);
        var verifier = new CutVerifier(model, [example]);

        Assert.NotEmpty(boundaries);
        int count = Math.Min(cutter.PeakBytes > Heavy ? MostOfAHeavyModel : MostPerModel, boundaries.Length);
        for (int i = 0; i < count; i++)
        {
            var boundary = boundaries[(int)((long)i * boundaries.Length / count)];
            var report = verifier.Check(cutter.Extract(boundary));
            Assert.True(report.Holds, $"{name} at {boundary}: {report}");
        }
    }
}
