using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Blobs;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Takes part in federated rounds for one device. From the cloud, as <see cref="TrainingFromCloud"/> frames: <see cref="InviteToRound"/>,
/// <see cref="SendRoster"/>, <see cref="DeliverShares"/>, <see cref="UpdateTaken"/>, <see cref="UpdateRefused"/>, <see cref="AskForShares"/>,
/// <see cref="EndRound"/>. Trains beside the mailbox, one round at a time, and stops when its round is over. Asked again it answers again, and never trains
/// a round twice.
/// </summary>
public sealed class DeviceTrainingActor : ReceiveActor, IWithTimers
{
    /// <summary>How often an offered update is offered again until it is taken.</summary>
    public static readonly TimeSpan OfferEvery = TimeSpan.FromSeconds(3);

    private readonly DeviceId _device;
    private readonly IDeviceTrainingLink _link;
    private readonly ILocalTraining _training;
    private readonly DeviceMemory _memory = new();
    private readonly Queue<RoundId> _trained = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private DeviceAttempt? _attempt;
    private FinishedTraining? _finished;

    public DeviceTrainingActor(DeviceId device, IDeviceTrainingLink link, ILocalTraining training)
    {
        (_device, _link, _training) = (device, link, training);
        var frames = new TrainingFrames(Context.System);
        Receive<TrainingFromCloud>(frame => Self.Forward(frames.Read(frame.Kind, frame.Payload.ToByteArray())));
        Receive<InviteToRound>(Invite);
        Receive<SendRoster>(roster => IfCurrent(roster, attempt => Send(attempt.Share(roster))));
        Receive<DeliverShares>(shares => IfCurrent(shares, attempt =>
        {
            attempt.Delivered ??= shares;
            UploadOrOffer(attempt);
        }));
        Receive<UpdateTaken>(taken => IfCurrent(taken, attempt =>
        {
            if (!attempt.Taken) _finished?.Work.Keep(_memory);
            attempt.Taken = true;
            Timers.Cancel(nameof(OfferAgain));
        }));
        Receive<UpdateRefused>(refused => IfCurrent(refused, _ =>
        {
            _log.Warning("The update of {Device} for {Round} was refused ({Fault}): {Reason}", _device, refused.Round, refused.Fault, refused.Reason);
            End();
        }));
        Receive<AskForShares>(ask => IfCurrent(ask, attempt => Send(attempt.Reveal(ask))));
        Receive<EndRound>(end => IfCurrent(end, _ => End()));
        Receive<BlobMessages.BlobPrepared>(link.Prepared);
        Receive<Trained>(Finish);
        Receive<Uploaded>(uploaded => IfCurrent(uploaded.Offer, attempt =>
        {
            attempt.Offer = uploaded.Offer;
            UploadOrOffer(attempt);
        }));
        Receive<UploadFailed>(failed => IfCurrent(failed.Round, attempt => attempt.Uploading = false));
        Receive<LocalTrainings.GetTrained>(_ => Sender.Tell(new LocalTrainings.Trained(_device, _trained.ToValueArray())));
        Receive<OfferAgain>(_ =>
        {
            if (_attempt is { } attempt) UploadOrOffer(attempt);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId device, IDeviceTrainingLink link, ILocalTraining training) =>
        Akka.Actor.Props.Create(() => new DeviceTrainingActor(device, link, training));

    protected override void PostStop() => End();

    private void Invite(InviteToRound invite)
    {
        if (_attempt is { } known && known.Round == invite.Round && known.Attempt >= invite.Attempt)
        {
            if (known.Attempt != invite.Attempt) return;
            if (known.Keys is { } keys) Send(keys); // what was said was lost
            UploadOrOffer(known);
            return;
        }

        End();
        var plan = TrainingPlan.FromCanonicalJson(invite.Order.PlanJson);
        if (_training.Examples(plan) == 0)
        {
            Send(new DeclineRound(invite.Round, invite.Attempt, _device, $"{_device} has no data of {plan.Data.Set}"));
            return;
        }

        _attempt = new DeviceAttempt(invite, plan, _device);
        Timers.StartPeriodicTimer(nameof(OfferAgain), OfferAgain.Instance, OfferEvery);
        if (_attempt.Keys is { } advertised) Send(advertised);
        if (_finished is { } finished && finished.Fits(invite.Order)) Upload(_attempt);
        else
        {
            _trained.Enqueue(invite.Round);
            if (_trained.Count > LocalTrainings.Remembered) _trained.Dequeue();
            Train(_attempt).PipeTo(Self);
        }
    }

    private async Task<Trained> Train(DeviceAttempt attempt)
    {
        var order = attempt.Order;
        try
        {
            var graph = await _link.FetchAsync(order.Graph, attempt.Ended);
            var (weights, fetched) = await DeviceModel.GetAsync(order, attempt.Plan, _memory, blob => _link.FetchAsync(blob, attempt.Ended));
            var control = Array.Empty<float>();
            if (attempt.Plan.Strategy.Kind == StrategyKind.Scaffold)
                control = order.Control is { } blob ? MemoryMarshal.Cast<byte, float>(await _link.FetchAsync(blob, attempt.Ended)).ToArray() : new float[weights.Length];
            fetched += order.Control?.Length ?? 0;
            var correction = DeviceRound.Correction(attempt.Plan, _memory, control);
            var result = await _training.TrainAsync(attempt.Plan, graph, weights, correction, order.Round, _device, attempt.Ended);
            var work = DeviceRound.Of(attempt.Plan, result, _memory, control, order.Round.Number, _device.Value, order.Clip, _training.Examples(attempt.Plan),
                order.LargestExamples, RandomNumberGenerator.GetBytes(32));
            return new(attempt, new(order, work, new(_training.Examples(attempt.Plan), result.Steps, result.Loss, result.Elapsed, fetched)), null);
        }
        catch (Exception failure) when (failure is LocalTrainingException or LinkDownException or BlobUnavailableException or IOException or ArgumentException or OperationCanceledException)
        {
            return new(attempt, null, failure.Message);
        }
    }

    private void Finish(Trained trained)
    {
        if (trained.Attempt != _attempt) return; // its round is over
        if (trained.Work is null)
        {
            Send(new DeclineRound(trained.Attempt.Round, trained.Attempt.Attempt, _device, trained.Failure!));
            End();
            return;
        }

        _finished = trained.Work;
        Upload(trained.Attempt);
    }

    /// <summary>Uploads once the update is there and, with secure aggregation, the others' shares are.</summary>
    private void Upload(DeviceAttempt attempt)
    {
        if (attempt.Uploading || attempt.Offer is not null || _finished is not { } finished || !finished.Fits(attempt.Order) || !attempt.CanMask) return;
        attempt.Uploading = true;
        attempt.Bytes ??= finished.Work.Upload(attempt.Round.Number, attempt.Masking is null ? null : attempt.Mask);
        var name = $"update-{attempt.Round}-{_device}";
        _link.UploadAsync(attempt.Bytes, name, attempt.Ended).PipeTo(
            Self,
            success: blob => new Uploaded(new(attempt.Round, attempt.Attempt, _device, blob, finished.Report)),
            failure: cause => new UploadFailed(new(attempt.Round, attempt.Attempt, _device, cause.Message)));
    }

    private void UploadOrOffer(DeviceAttempt attempt)
    {
        if (attempt.Taken) return;
        if (attempt.Offer is { } offer) Send(offer);
        else Upload(attempt);
    }

    private void End()
    {
        Timers.Cancel(nameof(OfferAgain));
        _attempt?.Dispose();
        _attempt = null;
    }

    private void IfCurrent(IDeviceRoundMessage message, Action<DeviceAttempt> act)
    {
        if (_attempt is not { } attempt || attempt.Round != message.Round || attempt.Attempt != message.Attempt) return;
        try
        {
            act(attempt);
        }
        catch (Exception refused) when (refused is InvalidOperationException or CryptographicException or ArgumentException)
        {
            // What the cloud asked for would give this device away, or does not fit what it said before.
            _log.Warning("{Device} leaves {Round}: {Reason}", _device, attempt.Round, refused.Message);
            Send(new DeclineRound(attempt.Round, attempt.Attempt, _device, refused.Message));
            End();
        }
    }

    /// <summary>Lost messages are sent again when the cloud asks again, or by the timer.</summary>
    private void Send(ITrainingMessage message) => _link.SendAsync(message, CancellationToken.None).ContinueWith(
        sent => _log.Debug("{Message} was not sent: {Reason}", message.GetType().Name, sent.Exception!.GetBaseException().Message),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private sealed record Trained(DeviceAttempt Attempt, FinishedTraining? Work, string? Failure) : INoSerializationVerificationNeeded;

    private sealed record Uploaded(OfferUpdate Offer) : INoSerializationVerificationNeeded;

    private sealed record UploadFailed(DeclineRound Round) : INoSerializationVerificationNeeded;

    private sealed record OfferAgain : INoSerializationVerificationNeeded
    {
        public static OfferAgain Instance { get; } = new();
    }

    /// <summary>A trained update, and for which order it counts: a new attempt at the same round wants the same one.</summary>
    private sealed record FinishedTraining(RoundOrder Order, DeviceRound Work, DeviceReport Report)
    {
        public bool Fits(RoundOrder order) => order.Round == Order.Round && order.Model.Sha256 == Order.Model.Sha256
            && order.LargestExamples == Order.LargestExamples && order.Clip.Equals(Order.Clip);
    }
}
