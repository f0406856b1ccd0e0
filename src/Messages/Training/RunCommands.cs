namespace EdgeActors.Messages.Training;

/// <summary>What can be asked of a training run. All are answered by <see cref="RunReplies.RunAccepted"/> or <see cref="RunReplies.RunRefused"/>.</summary>
public static class RunCommands
{
    /// <summary>Starts a run. The same start again is acknowledged and changes nothing; another plan under the same id is refused.</summary>
    /// <param name="PlanJson">Canonical form of a plan that passed its check.</param>
    /// <param name="Graph">The network to train, ONNX.</param>
    /// <param name="Model">Weights to start from, flat float32 in the order of the graph's trainable parameters.</param>
    public sealed record StartRun(RunId Run, string PlanJson, BlobRef Graph, BlobRef Model) : IRunMessage;

    /// <summary>No new round is opened until <see cref="ResumeRun"/>; an open one is finished.</summary>
    public sealed record PauseRun(RunId Run) : IRunMessage;

    /// <param name="Fingerprint">Of the plan the caller believes the run has; empty to skip the check.</param>
    public sealed record ResumeRun(RunId Run, string Fingerprint) : IRunMessage;

    public sealed record AbortRun(RunId Run, string Reason) : IRunMessage;
}
