namespace EdgeActors.Learning.Plans;

public enum LocalOptimizer
{
    /// <summary>Stochastic gradient descent with <see cref="LocalPlan.Momentum"/>.</summary>
    Sgd,

    /// <summary>Orthogonal momentum; its updates also survive a few bits better (MuLoCo, Thérien et al. 2025).</summary>
    Muon,
}

public enum RateSchedule
{
    /// <summary>By <see cref="LocalPlan.RateDecay"/> after every round.</summary>
    Geometric,

    /// <summary>Along a line that reaches zero after the last round (Bergsma et al. 2025, "Straight to zero").</summary>
    Linear,
}

/// <summary>What a device does with the global model before it reports.</summary>
public sealed record LocalPlan
{
    /// <summary>Passes over the device's data; ignored when <see cref="Steps"/> is set.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>A fixed number of steps instead of epochs; 0 for epochs.</summary>
    public int Steps { get; init; }

    public int Batch { get; init; } = 64;
    public LocalOptimizer Optimizer { get; init; }
    public double LearningRate { get; init; } = 0.05;
    public double Momentum { get; init; }
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate falls from round to round.</summary>
    public RateSchedule Schedule { get; init; }

    /// <summary>Of the geometric schedule: the learning rate is multiplied by this after every round.</summary>
    public double RateDecay { get; init; } = 1;

    /// <summary>Gradients longer than this are shortened to it; 0 leaves them.</summary>
    public double GradientClip { get; init; }

    /// <summary>Pictures are shifted by up to 4 pixels and mirrored at random.</summary>
    public bool Augment { get; init; }

    /// <summary>
    /// τ: logits are trained with τ times the logarithm of the device's own class shares added (logit adjustment, Menon et al. 2021; on devices: FedLC, Zhang et al. 2022),
    /// so that a device does not teach the model which classes it happens to have. 0 for none. The shares stay on the device.
    /// </summary>
    public double PriorCorrection { get; init; }
}
