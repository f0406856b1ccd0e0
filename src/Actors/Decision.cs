using System.Collections.Immutable;

namespace EdgeActors.Actors;

/// <summary>What an entity's state makes of a command: events to persist, nothing to do, or a refusal.</summary>
/// <param name="Events">To be persisted together, in this order; empty when there is nothing to do.</param>
/// <param name="Rejection">Why the command is refused; null when it is not.</param>
public sealed record Decision<TEvent>(ImmutableArray<TEvent> Events, Failure? Rejection = null)
{
    /// <summary>A resend, or too late to matter: acknowledge, change nothing.</summary>
    public static Decision<TEvent> AlreadyDone { get; } = new([]);

    public static Decision<TEvent> Persist(params IEnumerable<TEvent> events) => new([.. events]);

    public static Decision<TEvent> Reject(string code, string reason, TimeSpan? retryAfter = null) => new([], new(code, reason, retryAfter));
}
