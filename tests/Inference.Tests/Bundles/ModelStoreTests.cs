using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Tests.Bundles;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TinyModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_manifest_comes_back_as_it_was_written()
    {
        var manifest = _model.Open().Manifest;

        Assert.Equal("tiny", manifest.Name);
        Assert.Equal([1, 3, 16, 16], manifest.Picture!.Shape);
        Assert.Equal(["circle", "square", "stripes", "noise"], manifest.Labels);
        Assert.Contains("\"layout\": \"nchw\"", File.ReadAllText(_model.ManifestPath));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("../tiny")]
    [InlineData("")]
    public void A_model_that_is_not_there_is_named_with_those_that_are(string name)
    {
        var error = Assert.Throws<ModelException>(() => new ModelStore(_model.Models).Open(name));

        Assert.Equal(ModelException.Missing, error.Code);
        Assert.Contains("tiny", error.Message);
    }

    [Fact]
    public void A_changed_byte_is_found_even_by_a_store_that_has_seen_the_file()
    {
        var store = new ModelStore(_model.Models);
        store.Open(TinyModel.Name);
        var bytes = File.ReadAllBytes(_model.ModelPath);
        bytes[^1] ^= 1;
        File.WriteAllBytes(_model.ModelPath, bytes);
        File.SetLastWriteTimeUtc(_model.ModelPath, DateTime.UnixEpoch.AddYears(40));

        Assert.Equal(ModelException.DigestMismatch, Assert.Throws<ModelException>(() => store.Open(TinyModel.Name)).Code);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(_model.ModelPath);

        var error = Assert.Throws<ModelException>(() => _model.Open());

        Assert.Equal(ModelException.Missing, error.Code);
        Assert.Contains("model.onnx", error.Message);
    }

    [Theory]
    [InlineData("\"task\": \"image-classification\"", "\"task\": \"make-coffee\"", "make-coffee")]
    [InlineData("\"name\": \"model.onnx\"", "\"name\": \"../../model.onnx\"", "plain file name")]
    [InlineData("\"version\": \"1\",", "", "version")]
    [InlineData("\"width\": 16", "\"width\": 0", "picture size")]
    [InlineData("{", "", "not a model manifest")]
    public void A_manifest_that_cannot_be_says_why(string what, string instead, string said)
    {
        var text = File.ReadAllText(_model.ManifestPath);
        var at = text.IndexOf(what, StringComparison.Ordinal);
        File.WriteAllText(_model.ManifestPath, text.Remove(at, what.Length).Insert(at, instead));

        var error = Assert.Throws<ModelException>(() => _model.Open());

        Assert.Equal(ModelException.ManifestInvalid, error.Code);
        Assert.Contains(said, error.Message);
    }
}
