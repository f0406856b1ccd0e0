using Akka.Actor;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Partitions;

/// <summary>Spoken with the partitions of the same host; never leaves the process, since it carries tensors.</summary>
public static class PartitionMessages
{
    /// <summary>Answered by <see cref="PartitionRan"/> or <see cref="PartitionRefused"/>.</summary>
    /// <param name="Inputs">One example.</param>
    /// <param name="Remaining">When it cannot be done in this time it is refused at once instead of failing late.</param>
    public sealed record RunPartition(PartitionKey Key, IReadOnlyList<TensorData> Inputs, TimeSpan Remaining) : INoSerializationVerificationNeeded
    {
        /// <summary>The question's tensors; the graph is fed those that it reads, for a head before the question encoder reads none.</summary>
        public IReadOnlyList<TensorData> Question { get; init; } = [];
    }

    /// <param name="QueueMs">From arrival to the start of the run, the wait for company included.</param>
    /// <param name="RunMs">Of the whole run, which all of its requests waited for.</param>
    /// <param name="Batch">Requests that shared the run.</param>
    public sealed record PartitionRan(IReadOnlyList<TensorData> Outputs, double QueueMs, double RunMs, int Batch) : INoSerializationVerificationNeeded;

    /// <summary>
    /// Makes an answer of what the last partition gave, which for a model that writes is a loop over its decoder. Answered by
    /// <see cref="AnswerRead"/> or <see cref="PartitionRefused"/>.
    /// </summary>
    /// <param name="PathOf">Where the bundle's further files lie.</param>
    public sealed record ReadAnswer(
        Bundle Bundle, Func<FileReference, string> PathOf, IReadOnlyList<TensorData> Outputs, string? Question, TimeSpan Remaining) : INoSerializationVerificationNeeded;

    public sealed record AnswerRead(Answer Answer, double RunMs) : INoSerializationVerificationNeeded;

    public sealed record PartitionRefused(Failure Failure) : INoSerializationVerificationNeeded;
}
