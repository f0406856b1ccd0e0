using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Persistence;
using EdgeActors.Actors.Blobs;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;
using static EdgeActors.Messages.Training.RunCommands;
using static EdgeActors.Messages.Training.RunEvents;
using static EdgeActors.Messages.Training.RunQueries;
using static EdgeActors.Messages.Training.RunReplies;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Runs one training run, round after round. Commands: <see cref="StartRun"/>, <see cref="PauseRun"/>, <see cref="ResumeRun"/>, <see cref="AbortRun"/>.
/// Queries: <see cref="GetRun"/>, <see cref="FollowRun"/>. Looks at the directory of devices while a round is out, so the next cohort is known when it
/// ends; tells rounds <see cref="RunAttempt"/> until they end. Models are made off the mailbox, durable before the event that names them.
/// </summary>
public sealed class TrainingRunActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>How often the directory is asked, and whatever is out is told again.</summary>
    public static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(3);

    private readonly IActorRef _rounds;
    private readonly IActorRef _directory;
    private readonly TrainingBlobs _blobs;
    private readonly IModelEvaluator? _evaluator;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<IActorRef, long> _followers = [];
    private RunState _state;
    private GlobalState? _global;
    private DeviceReplies.DeviceList? _seen;
    private bool _committing;
    private bool _evaluating;

    public TrainingRunActor(RunId id, IActorRef rounds, IActorRef directory, TrainingBlobs blobs, IModelEvaluator? evaluator, TimeProvider time)
    {
        PersistenceId = PersistenceIdOf(id);
        (_rounds, _directory, _blobs, _evaluator, _time) = (rounds, directory, blobs, evaluator, time);
        _state = RunState.Empty(id);
        Recover<IRunEvent>(happened => _state = _state.Apply(happened));
        Recover<RecoveryCompleted>(recovered =>
        {
            _ = HoldAndReleaseAsync(_state);
            GoOn();
        });
        Commands();
        Work();
        Queries();
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Under which name a run's events are in the journal.</summary>
    public static string PersistenceIdOf(RunId id) => $"training-run-{id}";

    public static Props Props(RunId id, IActorRef rounds, IActorRef directory, TrainingBlobs blobs, IModelEvaluator? evaluator, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new TrainingRunActor(id, rounds, directory, blobs, evaluator, time));

    private DateTimeOffset Now => _time.GetUtcNow();

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    private void Commands()
    {
        Command<StartRun>(start =>
        {
            if (_state.Started is null) Take(start, Sender).PipeTo(Self);
            else Answer(_state.Decide(start, [], Now));
        });
        Command<StartTaken>(taken =>
        {
            if (taken.Failure is { } failure) taken.Sender.Tell(new RunRefused(_state.Id, failure));
            else Answer(_state.Decide(taken.Start, RandomNumberGenerator.GetBytes(32), Now), taken.Sender);
        });
        Command<PauseRun>(pause => IfKnown(() => Answer(_state.Decide(pause, Now))));
        Command<ResumeRun>(resume => IfKnown(() => Answer(_state.Decide(resume, Now))));
        Command<AbortRun>(abort => IfKnown(() =>
        {
            if (_state.Open is { } open) _rounds.Tell(new AbortRound(open.Round, $"the run was aborted: {abort.Reason}"));
            Answer(_state.Decide(abort, Now));
        }));
        Command<Tick>(_ => GoOn());
        Command<Stop>(_ => Context.Stop(Self));
    }

    private void Work()
    {
        Command<DeviceReplies.DeviceList>(seen =>
        {
            _seen = seen;
            OpenRound();
        });
        Command<AttemptEnded>(ended =>
        {
            if (!_state.Expects(ended)) Note(ended);
            else if (ended.Outcome is null) Commit(_state.Failed(ended, Now), () => Note(ended));
            else if (!_committing)
            {
                _committing = true;
                Make(ended, _state, _global).PipeTo(Self);
            }
        });
        Command<ModelMade>(made =>
        {
            _committing = false;
            if (made.Failure is { } failure)
            {
                if (made.Final) Commit(_state.Failed(made.Ended with { Outcome = null, Failure = failure }, Now), () => Note(made.Ended));
                return; // else the round tells again
            }

            Commit(_state.Commit(made.Committed! with { At = Now }, Now), () =>
            {
                _global = made.Next;
                Note(made.Ended);
                _ = _blobs.ReleaseAsync(RunRetention.ReleasedByLast(_state), _stopping.Token);
            });
        });
        Command<ModelMeasured>(measured =>
        {
            _evaluating = false;
            if (measured.Result is { } result) Commit(_state.Evaluated(measured.Round, result.Accuracy, result.Loss, Now));
        });
    }

    private void Queries()
    {
        Command<GetRun>(_ => IfKnown(() => Sender.Tell(_blobs.Here(_state.View))));
        Command<FollowRun>(follow => IfKnown(() =>
        {
            if (!_followers.ContainsKey(Sender)) Context.Watch(Sender);
            _followers[Sender] = follow.After;
            TellFollowers();
        }));
        Command<Terminated>(gone => _followers.Remove(gone.ActorRef));
    }

    /// <summary>What a run starts from is durable here before the journal names it.</summary>
    private async Task<StartTaken> Take(StartRun start, IActorRef sender)
    {
        try
        {
            var holder = RunRetention.HolderOf(start.Run);
            var graph = await _blobs.TakeAsync(start.Graph, holder, _stopping.Token);
            var model = await _blobs.TakeAsync(start.Model, holder, _stopping.Token);
            return new(start with { Graph = graph, Model = model }, sender, null);
        }
        catch (Exception failure) when (failure is BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(start, sender, new(FailureCodes.BlobUnavailable, failure.Message));
        }
    }

    /// <summary>The next model from a round's outcome, off the mailbox: every blob is durable when this is done.</summary>
    private async Task<ModelMade> Make(AttemptEnded ended, RunState run, GlobalState? known)
    {
        try
        {
            var state = known is { } current && current.Version == run.Committed.Count ? current : await Load(run);
            var secret = run.Started!.NoiseSecret.ToArray();
            var next = await Task.Run(() => RoundCommitting.Next(run.Plan!, state, ended.Outcome!, secret, blob => _blobs.ReadAsync(blob, _stopping.Token)), _stopping.Token);
            var (name, round) = ($"{ended.Round}", RunRetention.HolderOf(ended.Round));
            var variates = next.State.ControlBytes();
            var control = variates.Length > 0 ? await _blobs.KeepAsync(variates, $"control-{name}", round, _stopping.Token) : null;
            var committed = new RoundCommitted(
                run.Id, ended.Round.Number, ended.Attempt, ended.Outcome!,
                await _blobs.KeepAsync(next.State.ModelBytes(), $"model-{name}", RunRetention.HolderOf(run.Id), _stopping.Token),
                await _blobs.KeepAsync(next.State.RestBytes(), $"state-{name}", round, _stopping.Token),
                await _blobs.KeepAsync(next.Difference, $"difference-{name}", round, _stopping.Token),
                control, next.State.Clip, run.Budget?.Spent(ended.Round.Number), default);
            return new(ended, committed, next.State, null, false);
        }
        catch (Exception failure) when (failure is BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(ended, null, null, failure.Message, Final: false);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or FormatException)
        {
            return new(ended, null, null, $"the round cannot be committed: {failure.Message}", Final: true);
        }
    }

    /// <summary>After a start: what the journal names is held again, and what was on its way out goes.</summary>
    private async Task HoldAndReleaseAsync(RunState run)
    {
        await _blobs.HoldAsync(RunRetention.Held(run), _stopping.Token);
        await _blobs.ReleaseAsync(RunRetention.Released(run), _stopping.Token);
    }

    private async Task<GlobalState> Load(RunState run)
    {
        if (run.Committed.LastOrDefault() is not { } last)
        {
            var weights = await _blobs.ReadAsync(run.Started!.Model, _stopping.Token);
            return GlobalState.Start(run.Plan!, Floats(weights));
        }

        var (model, rest) = (await _blobs.ReadAsync(last.Model, _stopping.Token), await _blobs.ReadAsync(last.Rest, _stopping.Token));
        return GlobalState.FromBytes(model, rest);
    }

    private async Task<ModelMeasured> Measure(IModelEvaluator evaluator, RunState run, RoundCommitted committed)
    {
        try
        {
            var graph = await _blobs.ReadAsync(run.Started!.Graph, _stopping.Token);
            var weights = await _blobs.ReadAsync(committed.Model, _stopping.Token);
            return new(committed.Number, await evaluator.EvaluateAsync(run.Plan!, graph, Floats(weights), _stopping.Token));
        }
        catch (Exception failure) when (failure is BlobUnavailableException or IOException or OperationCanceledException)
        {
            return new(committed.Number, null);
        }
    }

    private static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private void Answer(Decision<IRunEvent> decision) => Answer(decision, Sender);

    private void Answer(Decision<IRunEvent> decision, IActorRef sender)
    {
        if (decision.Rejection is { } failure) sender.Tell(new RunRefused(_state.Id, failure));
        else Commit(decision, () => sender.Tell(new RunAccepted(_state.Id)));
    }

    private void Note(AttemptEnded ended) => _rounds.Tell(new AttemptNoted(ended.Round, ended.Attempt));

    private void Commit(Decision<IRunEvent> decision, Action? acknowledge = null)
    {
        if (decision.Events.IsEmpty)
        {
            acknowledge?.Invoke();
            return;
        }

        var left = decision.Events.Length;
        PersistAll(decision.Events, happened =>
        {
            _state = _state.Apply(happened);
            if (--left > 0) return;
            acknowledge?.Invoke();
            TellFollowers();
            GoOn();
        });
    }

    /// <summary>Does what the state calls for. Doing it again does no harm.</summary>
    private void GoOn()
    {
        if (_evaluator is not null && !_evaluating && _state.Started is not null && _state.ToEvaluate is { } committed)
        {
            _evaluating = true;
            Measure(_evaluator, _state, committed).PipeTo(Self);
        }

        if (!_state.IsOpen)
        {
            Timers.Cancel(nameof(Tick));
            return;
        }

        _directory.Tell(new DeviceQueries.ListDevices());
        if (_state.Open is { } open) _rounds.Tell(new RunAttempt(open));
        else OpenRound();
        Timers.StartSingleTimer(nameof(Tick), Tick.Instance, TickEvery);
    }

    /// <summary>Opens the next attempt when enough devices that have the data are online.</summary>
    private void OpenRound()
    {
        if (!_state.WantsRound || _seen is null) return;
        var plan = _state.Plan!;
        var offers = _seen.Devices.Where(device => device.Online)
            .Select(device => (device.Device, Examples: device.Hello.DataSets.FirstOrDefault(set => set.Id == plan.Data.Set)?.Examples ?? 0))
            .Where(device => device.Examples > 0).ToDictionary(device => device.Device, device => device.Examples);
        if (offers.Count < plan.Cohort.Minimum) return; // the directory is asked again
        var cohort = CohortDraw.Draw(plan, _state.NextRound, _state.FailedAttempts + 1, offers.Keys.Select(device => device.Value))
            .Select(device => new DeviceId(device)).ToValueArray();
        Commit(cohort.Count >= plan.Cohort.Minimum
            ? _state.OpenRound(cohort, cohort.Max(device => offers[device]), Now)
            : _state.SkipAttempt(cohort.Count, Now));
    }

    private void TellFollowers()
    {
        if (_followers.Count == 0) return;
        var (state, sequence) = (RunState.Empty(_state.Id), 0L);
        foreach (var happened in _state.History)
        {
            state = state.Apply(happened);
            sequence++;
            foreach (var (follower, seen) in _followers)
            {
                if (seen < sequence) follower.Tell(new RunHappened(_state.Id, sequence, happened.At, KindOf(happened), _blobs.Here(state.View)));
            }
        }

        foreach (var follower in _followers.Keys) _followers[follower] = Math.Max(_followers[follower], sequence);
    }

    private void IfKnown(Action answer)
    {
        if (_state.Started is null) Sender.Tell(new RunUnknown(_state.Id));
        else answer();
    }

    private static string KindOf(IRunEvent happened) => happened switch
    {
        RunStarted => RunEventKinds.Started,
        RoundOpened => RunEventKinds.RoundOpened,
        RoundFailed => RunEventKinds.RoundFailed,
        RoundCommitted => RunEventKinds.RoundCommitted,
        ModelEvaluated => RunEventKinds.Evaluated,
        RunPaused => RunEventKinds.Paused,
        RunResumed => RunEventKinds.Resumed,
        _ => RunEventKinds.Ended,
    };

    private sealed record StartTaken(StartRun Start, IActorRef Sender, Failure? Failure) : INoSerializationVerificationNeeded;

    private sealed record ModelMade(AttemptEnded Ended, RoundCommitted? Committed, GlobalState? Next, string? Failure, bool Final) : INoSerializationVerificationNeeded;

    private sealed record ModelMeasured(int Round, (double Accuracy, double Loss)? Result) : INoSerializationVerificationNeeded;

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static Tick Instance { get; } = new();
    }

    /// <summary>Ends the entity once every write before it is done.</summary>
    public sealed record Stop : INoSerializationVerificationNeeded
    {
        public static Stop Instance { get; } = new();
    }
}
