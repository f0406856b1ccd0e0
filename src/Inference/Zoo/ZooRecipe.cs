using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>
/// Everything that decides which weights come out of training a model of the zoo. The same recipe on the same data with one thread gives the
/// same bytes on the same kind of processor.
/// </summary>
public sealed record ZooRecipe
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The network before training, by number of classes and seed.</summary>
    public required Func<int, long, Model> Network { get; init; }

    public required Optimizer Optimizer { get; init; }

    public required Schedule Schedule { get; init; }

    public required int Epochs { get; init; }

    public int BatchSize { get; init; } = 64;

    public float Smoothing { get; init; } = 0.1f;

    public float ClipNorm { get; init; } = 5;

    public Augmentation Augmentation { get; init; } = Augmentation.CropAndFlip;

    public ChannelNormalization Normalization { get; init; } = ChannelNormalization.Cifar10;

    /// <summary>Pixels.</summary>
    public int PictureSize { get; init; } = 32;

    /// <summary>Training pictures set aside: choices are made on them, never on the test set.</summary>
    public int HeldOut { get; init; } = 2000;

    public long Seed { get; init; } = 1;

    public TrainStepOptions Step => new()
    {
        Losses = [new CrossEntropy(Smoothing: Smoothing)],
        Optimizer = Optimizer,
        ClipNorm = ClipNorm,
    };
}
