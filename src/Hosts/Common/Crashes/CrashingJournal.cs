using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>The journal itself, in a process that dies right before or right after a chosen write.</summary>
public sealed class CrashingJournal(Config journalConfig) : SqlWriteJournal(journalConfig)
{
    private readonly DeliberateCrash _crash = Context.System.Settings.Setup.Get<DeliberateCrash>().Value;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var dies = _crash.Holds(writes.Select(write => write.PersistenceId));
        if (dies && _crash.Point.Place == CrashPlace.BeforeWrite)
            _crash.Die();
        var result = await base.WriteMessagesAsync(writes, cancellationToken);
        if (dies && _crash.Point.Place == CrashPlace.AfterWrite)
            _crash.Die();
        return result;
    }
}
