using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>What a train step does with a network.</summary>
public sealed record TrainStepOptions
{
    /// <summary>Summed. Each adds an input for its target.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [new CrossEntropy()];

    /// <summary>Null: the step changes nothing and hands out the gradients.</summary>
    public Optimizer? Optimizer { get; init; } = new Sgd();

    /// <summary>Gradients longer than this (all weights as one vector) are shortened to it (Pascanu et al. 2013); 0 leaves them.</summary>
    public float ClipNorm { get; init; }

    /// <summary>Which weights are trained; the others are frozen and cost nothing. By default every float initializer of rank 1 or more.</summary>
    public Func<Tensor, bool> Trains { get; init; } = tensor => tensor.Type.IsFloatingPoint() && tensor.Dims.Length > 0;

    /// <summary>Adds an input <c>NAME.correction</c> to each weight's gradient: the control variates of SCAFFOLD (Karimireddy et al. 2020).</summary>
    public bool Corrections { get; init; }

    /// <summary>Above 0: pulls each weight towards an input <c>NAME.anchor</c> with this strength, the proximal term of FedProx (Li et al. 2020).</summary>
    public float ProximalStrength { get; init; }
}
