using Akka.Actor;
using EdgeActors.Actors.Steps;
using EdgeActors.Inference;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using static EdgeActors.Actors.Partitions.PartitionMessages;

namespace EdgeActors.Actors.Partitions;

/// <summary>
/// Writes the answers of one bundle, blocking: it lives on the inference dispatcher with the partitions. Commands: <see cref="ReadAnswer"/>.
/// One answer after the other; what has waited past its deadline is dropped, so the queue can't outgrow what is still worth doing.
/// </summary>
internal sealed class AnswerActor : ReceiveActor
{
    private readonly TimeProvider _time;
    private ModelTask? _task;

    public AnswerActor(PartitionOptions options, TimeProvider time)
    {
        _time = time;
        Receive<Waiting>(waiting => Sender.Tell(Read(waiting, options.Session)));
        Receive<ReceiveTimeout>(_ => Context.Stop(Self));
        SetReceiveTimeout(options.IdleAfter);
    }

    /// <param name="Since">Timestamp of its arrival at the host's partitions.</param>
    public sealed record Waiting(ReadAnswer Read, long Since) : INoSerializationVerificationNeeded;

    public static Props Props(PartitionOptions options, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new AnswerActor(options, time)).WithDispatcher(PartitionWorker.Dispatcher);

    protected override void PostStop() => _task?.Dispose();

    private object Read(Waiting waiting, PartitionSessionOptions options)
    {
        var read = waiting.Read;
        var started = _time.GetTimestamp();
        if (_time.GetElapsedTime(waiting.Since, started) >= read.Remaining)
            return new PartitionRefused(new(FailureCodes.DeadlinePassed, $"The deadline passed before {read.Bundle.Model} wrote its answer."));
        try
        {
            _task ??= ModelTask.Open(read.Bundle, read.PathOf, options);
            var answer = StepWork.ToMessage(_task.Read(read.Outputs, read.Question));
            return new AnswerRead(answer, _time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (InferenceException failure)
        {
            return new PartitionRefused(StepWork.FailureOf(failure));
        }
    }
}
