using Akka.Actor;
using Akka.Persistence;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Rounds;

/// <summary>
/// Runs one federated round. From the run: <see cref="RunAttempt"/>, <see cref="AttemptNoted"/>, <see cref="AbortRound"/>. From devices:
/// <see cref="AdvertiseKeys"/>, <see cref="ShareKeys"/>, <see cref="OfferUpdate"/>, <see cref="RevealShares"/>, <see cref="DeclineRound"/>. Queries: <see cref="RoundQueries.GetRound"/>. Tells the run
/// <see cref="AttemptEnded"/> until it is noted. An update is durable, then in the journal, then acknowledged; woken after a crash the round tells the
/// devices it waits for again and goes on. How updates come in is in <c>RoundUpdates.cs</c>.
/// </summary>
public sealed partial class RoundActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>How often devices that have not answered, and the run, are told again.</summary>
    public static readonly TimeSpan ResendEvery = TimeSpan.FromSeconds(3);

    private readonly IActorRef _devices;
    private readonly TrainingBlobs _blobs;
    private readonly TrainingFrames _frames;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private RoundState _state;
    private IActorRef _run = ActorRefs.Nobody; // who last sent RunAttempt: it sends it again until it knows the end
    private bool _summing;
    private bool _woken; // the attempt was opened by a process before this one, perhaps on another host

    /// <param name="devices">The region of twins.</param>
    public RoundActor(RoundId id, IActorRef devices, TrainingBlobs blobs, TimeProvider time)
    {
        PersistenceId = PersistenceIdOf(id);
        (_devices, _blobs, _time) = (devices, blobs, time);
        _frames = new(Context.System);
        _state = RoundState.Empty(id);
        Recovers();
        FromRun();
        FromDevices();
        FromWork();
        Updates();
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Under which name a round's events are in the journal.</summary>
    public static string PersistenceIdOf(RoundId id) => $"{PersistenceIdPrefixOf(id.Run)}{id.Number}";

    /// <summary>What the names of a run's rounds begin with.</summary>
    public static string PersistenceIdPrefixOf(RunId run) => $"training-round-{run}.";

    public static Props Props(RoundId id, IActorRef devices, TrainingBlobs blobs, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RoundActor(id, devices, blobs, time));

    private DateTimeOffset Now => _time.GetUtcNow();

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void Recovers()
    {
        Recover<IRoundEvent>(happened => _state = _state.Apply(happened));
        Recover<RecoveryCompleted>(recovered =>
        {
            _ = HoldAndReleaseAsync(_state);
            _woken = true;
            GoOn();
        });
    }

    private void FromRun()
    {
        Command<RunAttempt>(run =>
        {
            _run = Sender;
            var decision = _state.Decide(run, Now);
            if (decision.Events.IsEmpty) TellRun();
            else Commit(decision);
        });
        Command<AttemptNoted>(noted => Commit(_state.Decide(noted, Now)));
        Command<AbortRound>(abort => Commit(_state.Fail(abort.Reason, Now), acknowledge: () =>
        {
            if (_state.IsAsynchronous) Dismiss(_state.Order!.Cohort, abort.Reason); // else the end of the attempt does
        }));
        Command<RoundQueries.GetRound>(_ => Sender.Tell(_state.View));
        Command<Resend>(_ => GoOn());
        Command<Stop>(_ => Context.Stop(Self));
    }

    private void FromDevices()
    {
        Command<AdvertiseKeys>(message => Commit(_state.Decide(message, Now), message));
        Command<ShareKeys>(message => Commit(_state.Decide(message, Now), message));
        Command<RevealShares>(message => Commit(_state.Decide(message, Now), message));
        Command<DeclineRound>(message => Commit(_state.Decide(message, Now), message));
    }

    private void FromWork()
    {
        Command<SumMade>(made =>
        {
            _summing = false;
            if (made.Attempt != _state.Attempt) return;
            if (made.Sum is not null || made.Failure is null) Commit(_state.Summed(made.Sum, Now));
            else if (made.Final) Commit(_state.Fail(made.Failure, Now));
        });
    }

    /// <summary>After a start: what the attempt took in is held again, and what was on its way out goes.</summary>
    private async Task HoldAndReleaseAsync(RoundState round)
    {
        await _blobs.HoldAsync(round.Held, _stopping.Token);
        await _blobs.ReleaseAsync(round.Spoilt, _stopping.Token);
    }

    /// <summary>Makes the sum off the mailbox, where there is one to make.</summary>
    private async Task<SumMade> Sum(RoundState state)
    {
        if (state.Plan!.Up.Scheme != CompressionScheme.Ring) return new(state.Attempt, null, null, true);
        try
        {
            var sum = RoundUnmasking.Begin(state);
            foreach (var device in state.Survivors) sum.AddPacked(await _blobs.ReadAsync(state.Updates[device].Update, _stopping.Token));
            var packed = await Task.Run(() => RoundUnmasking.Finish(state, sum), _stopping.Token);
            return new(state.Attempt, await _blobs.KeepAsync(packed, $"sum-{state.Id}", RunRetention.HolderOf(state.Id, state.Attempt), _stopping.Token), null, false);
        }
        catch (Exception failure) when (failure is BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(state.Attempt, null, failure.Message, Final: false);
        }
        catch (InvalidOperationException failure)
        {
            return new(state.Attempt, null, failure.Message, Final: true);
        }
    }

    private void Commit(Decision<IRoundEvent> decision, IDeviceRoundMessage? from = null, Action? acknowledge = null)
    {
        if (decision.Rejection is { } rejection && from is not null)
        {
            ToDevice(from.Device, new EndRound(from.Round, from.Attempt, from.Device, rejection.Reason));
            return;
        }

        if (decision.Events.IsEmpty)
        {
            acknowledge?.Invoke();
            return;
        }

        var before = (_state.Phase, _state.Attempt);
        var left = decision.Events.Length;
        PersistAll(decision.Events, happened =>
        {
            _state = _state.Apply(happened);
            if (happened is AttemptOpened) _woken = false;
            if (happened is AttemptFailed or AttemptOpened) _ = _blobs.ReleaseAsync(_state.Spoilt, _stopping.Token);
            if (--left > 0) return;
            acknowledge?.Invoke();
            if (before != (_state.Phase, _state.Attempt) || happened is AttemptSettled) GoOn();
        });
    }

    /// <summary>Does what the phase calls for: tells whom it waits for, sums, tells the run. Doing it again does no harm.</summary>
    private void GoOn()
    {
        if (_state.Order is null) return;
        if (_state.Deadline <= Now)
        {
            Commit(_state.PassDeadline(Now));
            return;
        }

        foreach (var device in _state.Awaited)
        {
            // Who has not fetched the model yet still looks for it where the attempt was opened.
            if (_woken && _state.Masked && _state.Phase is (RoundPhase.Shares or RoundPhase.Reporting)) ToDevice(device, new InviteToRound(device, _blobs.Here(_state.Order)));
            ToDevice(device, MessageFor(device));
        }

        if (_state.Phase == RoundPhase.Summing && !_summing)
        {
            _summing = true;
            Sum(_state).PipeTo(Self);
        }

        if (_state.Phase == RoundPhase.Ended) TellRun();
        if (_state.Settled)
        {
            Timers.Cancel(nameof(Resend));
            return;
        }

        var wait = _state.Deadline - Now is { } left && left < ResendEvery ? left : ResendEvery;
        Timers.StartSingleTimer(nameof(Resend), Resend.Instance, wait);
    }

    private ITrainingMessage MessageFor(DeviceId device) => _state.Phase switch
    {
        RoundPhase.Keys => new InviteToRound(device, _blobs.Here(_state.Order!)),
        RoundPhase.Shares => new SendRoster(_state.Id, _state.Attempt, device,
            _state.Roster.Select(member => _state.Keys[member]).ToValueArray(), _state.Threshold, _state.Plan!.SecureAggregation.Neighbours),
        RoundPhase.Reporting when _state.Masked => new DeliverShares(_state.Id, _state.Attempt, device, _state.Sharers.ToValueArray(),
            _state.Sharers.SelectMany(sharer => _state.Shared[sharer].Shares).Where(share => share.To == device).ToValueArray()),
        RoundPhase.Reporting => new InviteToRound(device, _blobs.Here(_state.Order!)),
        _ => new AskForShares(_state.Id, _state.Attempt, device, _state.Survivors.ToValueArray()),
    };

    private void TellRun()
    {
        if (_state is not { Phase: RoundPhase.Ended, Settled: false }) return;
        var reason = _state.Failure is null ? "the round is summed" : $"the attempt failed: {_state.Failure}";
        Dismiss(_state.Dismissed, reason);
        _run.Tell(new AttemptEnded(_state.Id, _state.Attempt, _state.Outcome, _state.Failure));
    }

    private void Dismiss(IEnumerable<DeviceId> devices, string reason)
    {
        foreach (var device in devices) ToDevice(device, new EndRound(_state.Id, _state.Attempt, device, reason));
    }

    private void ToDevice(DeviceId device, ITrainingMessage message) => _devices.Tell(_frames.ToDevice(device, message));

    /// <param name="Final">Whether trying again cannot help.</param>
    private sealed record SumMade(int Attempt, BlobRef? Sum, string? Failure, bool Final) : INoSerializationVerificationNeeded;

    private sealed record Resend : INoSerializationVerificationNeeded
    {
        public static Resend Instance { get; } = new();
    }

    /// <summary>Ends the entity once every write before it is done.</summary>
    public sealed record Stop : INoSerializationVerificationNeeded
    {
        public static Stop Instance { get; } = new();
    }
}
