using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Takes part in federated rounds for one device. From the cloud, as <see cref="TrainingFromCloud"/> frames: <see cref="InviteToRound"/>,
/// <see cref="SendRoster"/>, <see cref="DeliverShares"/>, <see cref="UpdateTaken"/>, <see cref="UpdateRefused"/>, <see cref="AskForShares"/>,
/// <see cref="EndRound"/>. Trains beside the mailbox, one round at a time, and stops when its round is over. Asked again it answers again, and never trains
/// a round twice: what it drew, was told and trained is on its disk before it answers, so a process that starts again goes on as the same device.
/// Without rounds (fedBuff) it finishes what it has begun, offers it to the newest round that has asked, and begins with that one's model.
/// </summary>
public sealed class DeviceTrainingActor : ReceiveActor, IWithTimers
{
    /// <summary>How often an offered update is offered again until it is taken, and training that lacked a link is tried again.</summary>
    public static readonly TimeSpan OfferEvery = TimeSpan.FromSeconds(3);

    private readonly DeviceId _device;
    private readonly IDeviceTrainingLink _link;
    private readonly ILocalTraining _training;
    private readonly DeviceRecords _records;
    private readonly LocalRound _local;
    private readonly Queue<RoundId> _trained = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private (RunId Run, DeviceMemory Of)? _memory;
    private DeviceAttempt? _attempt;
    private FinishedTraining? _finished;
    private bool _finishedIsKept;

    // What was refused there would be refused again: its round may ask on.
    private (RoundId Round, int Attempt)? _refused;

    public DeviceTrainingActor(DeviceId device, IDeviceTrainingLink link, ILocalTraining training, IDeviceTrainingStore store)
    {
        var frames = new TrainingFrames(Context.System);
        (_device, _link, _training) = (device, link, training);
        _records = new DeviceRecords(device, store, frames);
        _local = new LocalRound(device, link, training);
        Receive<TrainingFromCloud>(frame => Self.Forward(frames.Read(frame.Kind, frame.Payload.ToByteArray())));
        FromCloud();
        FromWork();
        Receive<LocalTrainings.GetTrained>(_ => Sender.Tell(new LocalTrainings.Trained(_device, _trained.ToValueArray())));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId device, IDeviceTrainingLink link, ILocalTraining training, IDeviceTrainingStore store) =>
        Akka.Actor.Props.Create(() => new DeviceTrainingActor(device, link, training, store));

    protected override void PreStart()
    {
        (_finished, _finishedIsKept) = (_records.Trained(), true);
        if ((_attempt = _records.Attempt()) is null) return;
        _log.Info("{Device} goes on with {Round}, attempt {Attempt}", _device, _attempt.Round, _attempt.Attempt);
        // There is no link yet: the first tick trains or offers.
        Timers.StartPeriodicTimer(nameof(OfferAgain), OfferAgain.Instance, OfferEvery);
    }

    protected override void PostStop() => _attempt?.Dispose();

    private void FromCloud()
    {
        Receive<InviteToRound>(Invite);
        Receive<SendRoster>(roster => IfCurrent(roster, attempt => SendKept(attempt, attempt.Share(roster))));
        Receive<DeliverShares>(shares => IfCurrent(shares, attempt =>
        {
            attempt.Delivered ??= shares;
            if (attempt.Offer is null) _records.Save(attempt);
            GoOn(attempt);
        }));
        Receive<UpdateTaken>(taken => IfAnswered(taken, taken.BaseVersion, attempt =>
        {
            if (!attempt.Taken) Keep(attempt);
            attempt.Taken = true;
            Timers.Cancel(nameof(OfferAgain));
            if (attempt.IsAsynchronous) _records.ForgetAttempt();
            if (attempt.IsFollowed) Begin(attempt.Next!);
        }));
        Receive<UpdateRefused>(refused => IfAnswered(refused, refused.BaseVersion, attempt =>
        {
            _log.Warning("The update of {Device} for {Round} was refused ({Fault}): {Reason}", _device, refused.Round, refused.Fault, refused.Reason);
            End();
            if (attempt.Next is { } next) Begin(next);
            else _refused = (attempt.Round, attempt.Attempt);
        }));
        Receive<AskForShares>(ask => IfCurrent(ask, attempt => SendKept(attempt, attempt.Reveal(ask, Fitting(attempt)))));
        Receive<EndRound>(end =>
        {
            if (_attempt?.Next is not { } next) IfCurrent(end, _ => End());
            else if (next.Round == end.Round && next.Attempt == end.Attempt) End();
        });
        Receive<BlobMessages.BlobPrepared>(_link.Prepared);
    }

    private void FromWork()
    {
        Receive<LocalRound.Began>(began =>
        {
            _trained.Enqueue(began.Round);
            if (_trained.Count > LocalTrainings.Remembered) _trained.Dequeue();
        });
        Receive<LocalRound.Ended>(Finish);
        Receive<Uploaded>(uploaded => IfCurrent(uploaded.Offer, attempt =>
        {
            (attempt.Offer, attempt.Uploading) = (uploaded.Offer, false);
            GoOn(attempt);
        }));
        Receive<UploadFailed>(failed => IfCurrent(failed.Round, attempt => attempt.Uploading = false));
        Receive<OfferAgain>(_ =>
        {
            // Without rounds the one that waits for the update asks again by itself, and nobody else would answer.
            if (_attempt is { } attempt && !(attempt.IsAsynchronous && attempt.Offer is not null)) IfCurrent(attempt.Invite, GoOn);
        });
    }

    private void Invite(InviteToRound invite)
    {
        if (_refused == (invite.Round, invite.Attempt)) return;
        if (_attempt is { } known && known.Round == invite.Round && known.Attempt >= invite.Attempt)
        {
            if (known.Attempt != invite.Attempt) return;
            known.Follow(invite);
            IfCurrent(invite, Enter); // what was said was lost
            return;
        }

        if (_attempt is { } busy && busy.Defers(invite))
        {
            if (!busy.Taken && (busy.Training || Fitting(busy) is not null)) IfCurrent(busy.Invite, GoOn);
            else if (busy.Next is { } next) Begin(next);
            return;
        }

        Begin(invite);
    }

    private void Begin(InviteToRound invite)
    {
        End();
        var attempt = new DeviceAttempt(invite, _device, MaskingDevice.NewSecret());
        if (_training.Examples(attempt.Plan) == 0)
        {
            attempt.Dispose();
            Send(new DeclineRound(invite.Round, invite.Attempt, _device, $"{_device} has no data of {attempt.Plan.Data.Set}"));
            return;
        }

        _attempt = attempt;
        Timers.StartPeriodicTimer(nameof(OfferAgain), OfferAgain.Instance, OfferEvery);
        IfCurrent(invite, Enter);
    }

    private void Enter(DeviceAttempt attempt)
    {
        if (attempt.Keys is { } keys && attempt.Offer is null) SendKept(attempt, keys);
        GoOn(attempt);
    }

    /// <summary>Trains, uploads or offers: whatever comes next. Doing it again does no harm.</summary>
    private void GoOn(DeviceAttempt attempt)
    {
        if (attempt.Taken) return;
        if (attempt.Offer is { } offer) Send(offer);
        else if (Fitting(attempt) is { } finished) Upload(attempt, finished);
        else if (!attempt.Training)
        {
            attempt.Training = true;
            _local.Train(attempt, MemoryOf(attempt.Round.Run), Self).PipeTo(Self);
        }
    }

    private void Finish(LocalRound.Ended ended)
    {
        ended.Attempt.Training = false;
        if (ended.Attempt != _attempt) return; // its round is over
        if (ended.Trained is { } trained)
        {
            (_finished, _finishedIsKept) = (trained, false);
            IfCurrent(ended.Attempt.Invite, GoOn);
        }
        else if (ended.Final)
            Leave(ended.Attempt, ended.Failure!);
        else if (ended.Attempt.Next is { } next)
            Begin(next); // nothing was begun, and that one is newer
        else
            _log.Info("{Device} can't train for {Round} yet: {Reason}", _device, ended.Attempt.Round, ended.Failure); // the timer tries again
    }

    /// <summary>Uploads once the others' shares are there, where there are masks to put on.</summary>
    private void Upload(DeviceAttempt attempt, FinishedTraining finished)
    {
        if (!_finishedIsKept) _records.Save(finished);
        _finishedIsKept = true;
        if (attempt.Uploading || !attempt.CanMask) return;
        if (attempt.IsAsynchronous) _records.Save(attempt); // its round may have closed, and nobody invites to it again
        attempt.Uploading = true;
        _link.UploadAsync(attempt.Mask(finished), $"update-{attempt.Round}-{_device}", attempt.Ended).PipeTo(
            Self,
            success: blob => new Uploaded(new(attempt.Round, attempt.Attempt, _device, blob, finished.Report, attempt.BaseVersion)),
            failure: cause => new UploadFailed(new(attempt.Round, attempt.Attempt, _device, cause.Message)));
    }

    /// <summary>The update counts: from here on the device remembers what it held back.</summary>
    private void Keep(DeviceAttempt attempt)
    {
        if (Fitting(attempt) is not { } finished) return;
        var memory = MemoryOf(attempt.Round.Run);
        attempt.Code(finished).Keep(memory);
        _records.Save(attempt.Round.Run, memory);
    }

    private DeviceMemory MemoryOf(RunId run)
    {
        if (_memory?.Run != run) _memory = (run, _records.Memory(run));
        return _memory.Value.Of;
    }

    private FinishedTraining? Fitting(DeviceAttempt attempt) => _finished is { } finished && finished.Fits(attempt.Order) ? finished : null;

    private void End()
    {
        Timers.Cancel(nameof(OfferAgain));
        if (_attempt is null) return;
        _attempt.Dispose();
        _attempt = null;
        _records.ForgetAttempt();
    }

    /// <summary>An update without rounds is known by its base, whichever round answers; else by round and attempt.</summary>
    private void IfAnswered(IDeviceRoundMessage answer, int? baseVersion, Action<DeviceAttempt> act)
    {
        if (_attempt is not { IsAsynchronous: true } attempt) IfCurrent(answer, act);
        else if (attempt.Round.Run == answer.Round.Run && attempt.BaseVersion == baseVersion) IfCurrent(attempt.Invite, act);
    }

    private void IfCurrent(IDeviceRoundMessage message, Action<DeviceAttempt> act)
    {
        if (_attempt is not { } attempt || attempt.Round != message.Round || attempt.Attempt != message.Attempt)
        {
            // A device that has lost its disk can't unmask anything: better it says so than that the round waits for it.
            if (message is SendRoster or DeliverShares or AskForShares)
                Send(new DeclineRound(message.Round, message.Attempt, _device, $"{_device} does not know this attempt any more"));
            return;
        }

        try
        {
            act(attempt);
        }
        catch (IOException unwritten)
        {
            // What is not on the disk is not said; the cloud asks again.
            _log.Warning("{Device} can't keep what it needs for {Round} and does not answer: {Reason}", _device, attempt.Round, unwritten.Message);
        }
        catch (Exception refused) when (refused is InvalidOperationException or CryptographicException or ArgumentException)
        {
            // What the cloud asked for would give this device away, or does not fit what it said before.
            Leave(attempt, refused.Message);
        }
    }

    private void Leave(DeviceAttempt attempt, string reason)
    {
        _log.Warning("{Device} leaves {Round}: {Reason}", _device, attempt.Round, reason);
        Send(new DeclineRound(attempt.Round, attempt.Attempt, _device, reason));
        End();
    }

    private void SendKept(DeviceAttempt attempt, ITrainingMessage answer)
    {
        _records.Save(attempt);
        Send(answer);
    }

    /// <summary>Lost messages are sent again when the cloud asks again, or by the timer.</summary>
    private void Send(ITrainingMessage message) => _link.SendAsync(message, CancellationToken.None).ContinueWith(
        sent => _log.Debug("{Message} was not sent: {Reason}", message.GetType().Name, sent.Exception!.GetBaseException().Message),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private sealed record Uploaded(OfferUpdate Offer) : INoSerializationVerificationNeeded;

    private sealed record UploadFailed(DeclineRound Round) : INoSerializationVerificationNeeded;

    private sealed record OfferAgain : INoSerializationVerificationNeeded
    {
        public static OfferAgain Instance { get; } = new();
    }
}
