using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Blobs;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Training;

/// <summary>One round's training on a device, off the mailbox: fetches network, weights and, for SCAFFOLD, the control variate, and trains.</summary>
internal sealed class LocalRound(DeviceId device, IDeviceTrainingLink link, ILocalTraining training)
{
    private const int NoiseSeedBytes = 32;

    /// <param name="owner">Told <see cref="Began"/> when everything is there and the training itself begins.</param>
    public async Task<Ended> Train(DeviceAttempt attempt, DeviceMemory memory, IActorRef owner)
    {
        var (order, plan) = (attempt.Order, attempt.Plan);
        try
        {
            var graph = await link.FetchAsync(order.Graph, attempt.Ended);
            var (weights, fetched) = await DeviceModel.GetAsync(order, plan, memory, blob => link.FetchAsync(blob, attempt.Ended));
            var control = Array.Empty<float>();
            if (plan.Strategy.Kind == StrategyKind.Scaffold)
                control = order.Control is { } blob ? MemoryMarshal.Cast<byte, float>(await link.FetchAsync(blob, attempt.Ended)).ToArray() : new float[weights.Length];
            fetched += order.Control?.Length ?? 0;
            var (residual, own, examples) = (memory.Residual, memory.Control, training.Examples(plan));
            owner.Tell(new Began(order.Round));
            var result = await training.TrainAsync(plan, graph, weights, DeviceRound.Correction(plan, memory, control), order.Round, device, attempt.Ended);
            return new(attempt, new(
                device, order, result, residual, own, control, RandomNumberGenerator.GetBytes(NoiseSeedBytes),
                new(examples, result.Steps, result.Loss, result.Elapsed, fetched)), null, Final: false);
        }
        catch (Exception failure) when (failure is LinkDownException or BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(attempt, null, failure.Message, Final: false);
        }
        catch (Exception failure) when (failure is LocalTrainingException or ArgumentException)
        {
            return new(attempt, null, failure.Message, Final: true);
        }
    }

    public sealed record Began(RoundId Round) : INoSerializationVerificationNeeded;

    /// <param name="Trained">Null when it failed.</param>
    /// <param name="Final">Whether trying again cannot help.</param>
    public sealed record Ended(DeviceAttempt Attempt, FinishedTraining? Trained, string? Failure, bool Final) : INoSerializationVerificationNeeded;
}
