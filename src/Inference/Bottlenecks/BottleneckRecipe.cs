using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>Everything beside the plan that decides which weights come out of training a bottleneck.</summary>
public sealed record BottleneckRecipe
{
    /// <summary>With the network around it frozen: the new layers first learn to speak to the old ones.</summary>
    public int FrozenEpochs { get; init; } = 1;

    /// <summary>With the tail trained along. The uncut model has its own file and keeps its weights.</summary>
    public int Epochs { get; init; } = 19;

    /// <summary>After those, in a second cycle of half the rate (Loshchilov and Hutter 2017): adds to a run that has ended.</summary>
    public int MoreEpochs { get; init; }

    public int BatchSize { get; init; } = 64;

    public Optimizer Optimizer { get; init; } = new Muon { WeightDecay = 0.05f, LongestSide = 256 };

    public float FrozenRate { get; init; } = 0.01f;

    public float Rate { get; init; } = 0.01f;

    /// <summary>Of the task's own loss; the rest is distillation from the uncut model.</summary>
    public float TaskShare { get; init; } = 0.3f;

    /// <summary>Softens the teacher's answers. It was trained with smoothed labels, so its logits lie close already.</summary>
    public float Temperature { get; init; } = 2;

    public float Smoothing { get; init; } = 0.1f;

    public float ClipNorm { get; init; } = 5;

    public Augmentation Augmentation { get; init; } = Augmentation.CropAndFlip;

    /// <summary>Training pictures set aside for choices; by the same seed as for the model itself, which has not seen them either.</summary>
    public int HeldOut { get; init; } = 2000;

    public int Threads { get; init; } = 1;

    internal TrainStepOptions Step(string output, Func<Onnx.Graphs.Tensor, bool> trains) => new()
    {
        Losses =
        [
            new CrossEntropy(output, Smoothing: Smoothing) { Weight = TaskShare },
            new Distillation(output, BottleneckBatches.TeacherInput, Temperature) { Weight = 1 - TaskShare },
        ],
        Optimizer = Optimizer,
        ClipNorm = ClipNorm,
        Trains = trains,
    };
}
