using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>
/// What to run for one request: a directed acyclic graph of steps over the request's pictures, and which answers make up the reply.
/// A plan is data: it names tasks of a catalogue and pictures by index, never files, addresses or code.
/// </summary>
/// <param name="Status">Whether there is anything to run.</param>
/// <param name="Message">For the person; null only when <paramref name="Status"/> is <see cref="PlanStatus.Ok"/> and nothing needs saying.</param>
/// <param name="Steps">Empty unless <paramref name="Status"/> is <see cref="PlanStatus.Ok"/>.</param>
/// <param name="Answer">Ids of the steps whose answers make up the reply, in the order of the reply.</param>
public sealed record Plan(PlanStatus Status, string? Message, ImmutableArray<PlanStep> Steps, ImmutableArray<int> Answer)
{
    /// <summary>More steps than this is not a question about a picture any more, and an attack's easiest lever.</summary>
    public const int MostSteps = 8;

    /// <summary>A plan in which every step's answer is part of the reply.</summary>
    public static Plan Of(params IEnumerable<PlanStep> steps)
    {
        var all = steps.ToImmutableArray();
        return new(PlanStatus.Ok, null, all, [.. all.Select(step => step.Id)]);
    }

    public static Plan NeedsClarification(string message) => new(PlanStatus.NeedsClarification, message, [], []);

    public static Plan Unsupported(string message) => new(PlanStatus.Unsupported, message, [], []);

    public static Plan Refused(string message) => new(PlanStatus.Refused, message, [], []);

    public bool Equals(Plan? other) =>
        other is not null && Status == other.Status && Message == other.Message
        && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan()) && Answer.AsSpan().SequenceEqual(other.Answer.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Status, Message, Steps.Length, Answer.Length);
}
