namespace EdgeActors.Messages;

/// <summary>A fact in the journal, kept for good. Time, ids and randomness are in the event, so that replaying it decides nothing.</summary>
public interface IJournalEvent : IEdgeMessage
{
    DateTimeOffset At { get; }
}
