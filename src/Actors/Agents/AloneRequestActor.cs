using Akka.Actor;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;
using static EdgeActors.Actors.Agents.AgentSeam;
using static EdgeActors.Actors.Steps.HeadStepActor;
using static EdgeActors.Messages.Requests.RequestEvents;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Agents;

/// <summary>
/// One request that the device answers alone, with the models that it holds whole: the same state as in the cloud, without a journal.
/// Tells its parent <see cref="AloneDone"/>, every answer marked as degraded with the reason, then stops.
/// </summary>
internal sealed class AloneRequestActor : ReceiveActor, IWithTimers
{
    private readonly SubmitHere _submit;
    private readonly string _reason;
    private readonly PictureFolder _pictures;
    private readonly AgentServices _services;
    private readonly SlowerDevice _pace;
    private readonly CancellationTokenSource _stopping = new();
    private RequestState _state;

    public AloneRequestActor(SubmitHere submit, DeviceId device, string reason, PictureFolder pictures, AgentServices services, SlowerDevice pace)
    {
        (_submit, _reason, _pictures, _services, _pace) = (submit, reason, pictures, services, pace);
        var spec = new RequestSpec(
            submit.Text, submit.Pictures.Select(PictureRef.Held).ToValueArray(), device, submit.AccuracyLossBudget, submit.Deadline);
        _state = RequestState.Empty(submit.Request).Apply(new RequestAccepted(submit.Request, spec, Now, Now + submit.Deadline));
        Receive<PlanResult>(plan => Go(_state.Decide(plan.ToMessage(), Now)));
        Receive<HeadDone>(Settle);
        Receive<Failure>(failure => Go(_state.Fail(failure, Now)));
        Receive<DeadlineReached>(_ => Go(_state.PassDeadline(Now)));

        var tasks = services.Library.Bundles.Where(services.Library.HoldsWhole).Select(bundle => bundle.Task);
        services.Planner.PlanAsync(new(submit.Text, submit.Pictures.Count, TaskCatalogue.Standard(tasks)), _stopping.Token).PipeTo(Self,
            failure: cause => new Failure(FailureCodes.PlannerFailed, $"The device could not plan the request alone: {cause.Message}"));
    }

    public sealed record AloneDone(RequestView View) : INoSerializationVerificationNeeded;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(SubmitHere submit, DeviceId device, string reason, PictureFolder pictures, AgentServices services, SlowerDevice pace) =>
        Akka.Actor.Props.Create(() => new AloneRequestActor(submit, device, reason, pictures, services, pace));

    protected override void PreStart() => Timers.StartSingleTimer(DeadlineReached.Instance, DeadlineReached.Instance, _submit.Deadline);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private void Go(Decision<IRequestEvent> decision)
    {
        foreach (var happened in decision.Events)
        {
            _state = _state.Apply(happened);
            if (happened is StepStarted started)
                Run(started);
        }
        if (_state.IsOpen)
            return;
        Context.Parent.Tell(new AloneDone(_state.View!));
        Context.Stop(Self);
    }

    private void Run(StepStarted started)
    {
        var planned = _state.View!.Plan!.Steps.First(step => step.Id == started.Step);
        var bundle = _services.Library.ForTask(planned.Task);
        var pair = new Pair { Model = bundle?.Model ?? "", Bundle = bundle?.Id ?? "", Cut = SplitPair.WholeModel, Codec = Inference.Codecs.CodecNames.None };
        Context.ActorOf(HeadStepActor.Props(
            new()
            {
                Step = new StepKey(_submit.Request, started.Step, started.Attempt).ToString(),
                Task = planned.Task,
                Pair = pair,
                Picture = new() { OnDevice = _submit.Pictures[planned.Picture] },
                Question = started.Question ?? "",
                RemainingMs = _state.Remaining(Now).TotalMilliseconds,
            },
            traceParent: "", bundle, _pictures, _services, _pace));
    }

    private void Settle(HeadDone done)
    {
        var key = StepKey.Parse(done.Step.Step);
        var device = _state.View!.Spec.Device!;
        if (done.Answer is { } answer)
        {
            var version = _services.Library.Find(done.Step.Pair.Bundle)?.Version ?? "";
            Go(_state.Decide(new DeviceReplies.StepAnswered(device, key, new(
                done.Step.Pair.ToDomain(), version, StepPlaces.Device, done.Hops.ToValueArray(), 0, answer, _reason)), Now));
        }
        else
            Go(_state.Decide(new DeviceReplies.StepFailed(device, key, done.Failure!), NoRetries, Now));
    }

    /// <summary>There is no other path to try.</summary>
    private static RequestRules NoRetries { get; } = RequestRules.Default with { MostAttempts = 1 };

    private sealed record DeadlineReached : INoSerializationVerificationNeeded
    {
        public static DeadlineReached Instance { get; } = new();
    }
}
