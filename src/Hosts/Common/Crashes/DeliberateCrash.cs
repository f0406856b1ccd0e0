using System.Diagnostics;
using Akka.Actor.Setup;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;

namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>
/// Kills this process at one chosen point of a training run, as <c>kill -9</c> from outside would, but exactly there. Given to the journal as a setup
/// of the actor system, and to the blob store as a watch over what arrives. Thread-safe.
/// </summary>
public sealed class DeliberateCrash(CrashPoint point) : Setup
{
    private readonly string _runPrefix = TrainingRunActor.PersistenceIdOf(point.Run);
    private readonly string _roundPrefix = RoundActor.PersistenceIdPrefixOf(point.Run);
    private int _writes;
    private int _blobs;

    public CrashPoint Point => point;

    /// <summary>Counts the run's atomic writes in a batch.</summary>
    /// <returns>Whether the batch holds the one at which the process is to die.</returns>
    public bool Holds(IEnumerable<string> persistenceIds)
    {
        var count = persistenceIds.Count(id => id == _runPrefix || id.StartsWith(_roundPrefix, StringComparison.Ordinal));
        if (count == 0)
            return false;
        var after = Interlocked.Add(ref _writes, count);
        return point.Place is CrashPlace.BeforeWrite or CrashPlace.AfterWrite && after - count < point.Count && point.Count <= after;
    }

    /// <summary>The bytes of a blob as they are, or up to the point at which the process dies.</summary>
    public Stream Watch(Stream blob)
    {
        if (point.Place is not (CrashPlace.InsideBlob or CrashPlace.BeforeNamed) || Volatile.Read(ref _writes) == 0)
            return blob;
        return Interlocked.Increment(ref _blobs) == point.Count ? new CrashingStream(blob, this) : blob;
    }

    /// <summary>Does not return: nothing is flushed, drained or told.</summary>
    public void Die()
    {
        Process.GetCurrentProcess().Kill();
        // The signal is on its way; until it lands this thread must do nothing more.
        Thread.CurrentThread.Join(Timeout.Infinite);
    }
}
