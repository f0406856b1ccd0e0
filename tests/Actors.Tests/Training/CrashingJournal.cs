using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>A journal in memory that fails once, before or after a chosen write, as a host does that is killed there.</summary>
public sealed class CrashingJournal : MemoryJournal
{
    private static readonly ConcurrentDictionary<string, CrashPlan> Plans = new();

    private readonly CrashPlan _plan;

    public CrashingJournal() => _plan = Plans.GetOrAdd(Context.System.Name, _ => new CrashPlan());

    public static CrashPlan PlanOf(string system) => Plans.GetOrAdd(system, _ => new CrashPlan());

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var number = _plan.NextWrite();
        if (number == _plan.CrashAt && !_plan.AfterWrite) throw Crash();
        var result = await base.WriteMessagesAsync(writes, cancellationToken);
        _plan.Keep(writes.SelectMany(write => (IImmutableList<IPersistentRepresentation>)write.Payload));
        return number == _plan.CrashAt ? throw Crash() : result;
    }

    private InvalidOperationException Crash()
    {
        _plan.Crashed();
        return new InvalidOperationException("the host was killed here");
    }
}

/// <summary>Where a <see cref="CrashingJournal"/> fails, and what it holds.</summary>
public sealed class CrashPlan
{
    private readonly ConcurrentQueue<IPersistentRepresentation> _kept = new();
    private int _writes;

    /// <summary>Number of the write, from 1; 0 never.</summary>
    public int CrashAt { get; set; }

    /// <summary>Whether the write still happens, and only its answer is lost.</summary>
    public bool AfterWrite { get; set; }

    /// <summary>Told when the host dies.</summary>
    public IActorRef Host { get; set; } = ActorRefs.Nobody;

    public int Writes => _writes;

    public IEnumerable<object> EventsOf(string persistenceId) => _kept.Where(kept => kept.PersistenceId == persistenceId).Select(kept => kept.Payload);

    public int NextWrite() => Interlocked.Increment(ref _writes);

    public void Keep(IEnumerable<IPersistentRepresentation> written)
    {
        foreach (var one in written) _kept.Enqueue(one);
    }

    /// <summary>Done before the host is told that it is dead.</summary>
    public Action Then { get; set; } = () => { };

    public void Crashed()
    {
        Then();
        Host.Tell(CloudHostActor.Crash.Instance);
    }
}
