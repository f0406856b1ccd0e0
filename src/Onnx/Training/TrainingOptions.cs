namespace EdgeActors.Onnx.Training;

/// <summary>A run of the trainer.</summary>
public sealed record TrainingOptions
{
    public required int Epochs { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>Written after every epoch and read at the start where it exists; null for neither.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Names the data and its seed; goes into the checkpoint.</summary>
    public string Data { get; init; } = "";

    /// <summary>Batches between two reports of progress.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <summary>The network's input that the pictures go to, and the losses' target that the classes go to.</summary>
    public string Input { get; init; } = "input";

    public string Target { get; init; } = "labels";
}
