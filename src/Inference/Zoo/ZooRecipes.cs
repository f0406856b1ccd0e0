using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>The models that we train ourselves.</summary>
public static class ZooRecipes
{
    public static IReadOnlyList<ZooRecipe> All { get; } =
    [
        new()
        {
            Name = "cifar10-resnet",
            Description = "Residual network with group normalisation for 32x32 pictures of ten kinds of things.",
            Network = (classes, seed) => ResidualNetwork.Build(classes, [16, 32, 64, 96], seed),
            Optimizer = new Muon { WeightDecay = 0.05f },
            Schedule = new Restart(new OneCycle(0.01f, WarmUp: 0.1f), Share: 2f / 3, new OneCycle(0.005f, WarmUp: 0.1f)),
            Epochs = 24,
        },
        new()
        {
            Name = "cifar10-vit",
            Description = "Small vision transformer with a convolutional stem for 32x32 pictures of ten kinds of things.",
            Network = (classes, seed) => VisionTransformer.Build(classes, stem: [32, 64], width: 96, depth: 3, heads: 4, expansion: 2, seed),
            Optimizer = new Muon { WeightDecay = 0.05f },
            Schedule = new OneCycle(0.006f, WarmUp: 0.1f),
            Epochs = 8,
        },
        new()
        {
            Name = "shapes-resnet",
            Description = "Residual network for the generated pictures of shapes and textures: trains in a minute, needs no download.",
            Network = (classes, seed) => ResidualNetwork.Build(classes, [8, 16, 32, 32], seed),
            Optimizer = new Muon { WeightDecay = 0.05f },
            Schedule = new OneCycle(0.02f, WarmUp: 0.1f),
            Epochs = 4,
            HeldOut = 400,
            Augmentation = Augmentation.None,
            Normalization = ChannelNormalization.Centred,
        },
    ];

    public static ZooRecipe? Find(string name) => All.FirstOrDefault(r => r.Name == name);
}
