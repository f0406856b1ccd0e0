using EdgeActors.Inference.Bundles;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Tests.Bundles;

/// <summary>Models from elsewhere: what fits is taken and described, what does not is refused and leaves nothing behind.</summary>
public sealed class ModelImportSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-import").FullName;

    private ModelStore Store => new(Path.Combine(_folder, "models"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AClassifierIsTakenWithItsPictureAndLabels()
    {
        var stored = Import(["cat", "dog"]).Into(Store, Write(channels: 3, labels: 2));

        var picture = stored.Manifest.Picture!;
        Assert.Equal(("picture", 4, 6, PictureLayout.Nchw, PictureColour.Rgb), (picture.Tensor, picture.Height, picture.Width, picture.Layout, picture.Colour));
        Assert.Equal(["cat", "dog"], stored.Manifest.Labels);
        Assert.Equal(["mine"], Store.Names);
        Assert.Equal("mine", Store.Open("mine").Manifest.Name);
    }

    [Fact]
    public void LabelsThatAreNotAsManyAsTheAnswersAreRefused()
    {
        var refusal = Assert.Throws<ModelException>(() => Import(["cat", "dog", "bird"]).Into(Store, Write(channels: 3, labels: 2)));
        Assert.Contains("2 numbers per picture, but there are 3 labels", refusal.Message);
        Assert.Empty(Store.Names);
    }

    [Fact]
    public void AnInputThatIsNoPictureIsRefused()
    {
        var refusal = Assert.Throws<ModelException>(() => Import(["cat", "dog"]).Into(Store, Write(channels: 5, labels: 2)));
        Assert.Contains("1 or 3 channels", refusal.Message);
    }

    [Fact]
    public void AModelOfThatNameIsNotOverwritten()
    {
        Import(["cat", "dog"]).Into(Store, Write(channels: 3, labels: 2));
        byte[] before = File.ReadAllBytes(Store.Open("mine").Path);
        Assert.Throws<ModelException>(() => Import(["a", "b", "c"]).Into(Store, Write(channels: 1, labels: 3)));
        Assert.Equal(before, File.ReadAllBytes(Store.Open("mine").Path));
    }

    private static ModelImport Import(string[] labels) => new() { Name = "mine", Labels = labels, Licence = "MIT", Data = "generated" };

    private string Write(int channels, int labels)
    {
        var b = new GraphBuilder("classifier");
        var x = b.Input("picture", ElementType.Float, ["N", channels, 4, 6]);
        var flat = b.Flatten(b.GlobalAveragePool(x));
        b.Output(b.MatMul(flat, b.Weight("w", [channels, labels], new float[channels * labels])), "logits");
        string path = Path.Combine(_folder, "given.onnx");
        OnnxFile.Write(b.Build(), path);
        return path;
    }
}
