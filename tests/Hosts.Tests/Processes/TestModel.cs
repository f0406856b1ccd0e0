using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Hosts.Tests.Processes;

/// <summary>A small real classifier with weights by seed: what it answers means nothing, how it gets there does.</summary>
internal static class TestModel
{
    public static void Write(string models)
    {
        var home = Directory.CreateDirectory(Path.Combine(models, "seeded-classifier")).FullName;
        var network = new NetworkBuilder("picture", [3, 32, 32], seed: 1);
        var features = network.MaxPool("pool1", network.Relu("relu1", network.Convolution("conv1", network.Input, 8, 3)), 2);
        features = network.MaxPool("pool2", network.Relu("relu2", network.Convolution("conv2", features, 8, 3)), 2);
        var logits = network.Linear("logits", network.Reshape("flat", features, [512]), 4);
        var file = Path.Combine(home, "model.onnx");
        OnnxFile.Write(network.Build("seeded-classifier", "scores", logits), file);
        var manifest = new ModelManifest
        {
            Name = "seeded-classifier",
            Version = "1",
            Task = TaskNames.ImageClassification,
            File = ModelFile.Of(file),
            Picture = new PictureInput { Tensor = "picture", Width = 32, Height = 32, Mean = [0.5f, 0.5f, 0.5f], Std = [0.25f, 0.25f, 0.25f] },
            Labels = ["airplane", "automobile", "ship", "truck"],
            Origin = new ModelOrigin { Command = "weights by seed 1, not trained", Data = "none" },
            Licence = "MIT",
        };
        ModelStore.WriteManifest(manifest, Path.Combine(home, ModelManifest.FileName));
    }
}
