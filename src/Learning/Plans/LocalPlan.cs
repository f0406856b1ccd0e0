namespace EdgeActors.Learning.Plans;

/// <summary>What a device does with the global model before it reports.</summary>
public sealed record LocalPlan
{
    /// <summary>Passes over the device's data; ignored when <see cref="Steps"/> is set.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>A fixed number of steps instead of epochs; 0 for epochs.</summary>
    public int Steps { get; init; }

    public int Batch { get; init; } = 64;
    public double LearningRate { get; init; } = 0.05;
    public double Momentum { get; init; }
    public double WeightDecay { get; init; }

    /// <summary>The learning rate is multiplied by this after every round.</summary>
    public double RateDecay { get; init; } = 1;

    /// <summary>Gradients longer than this are shortened to it; 0 leaves them.</summary>
    public double GradientClip { get; init; }

    /// <summary>Pictures are shifted by up to 4 pixels and mirrored at random.</summary>
    public bool Augment { get; init; }
}
