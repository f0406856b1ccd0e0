using EdgeActors.Messages.Requests;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>One step that has been started.</summary>
/// <param name="Failure">The last failed attempt's, while the step is not answered.</param>
public sealed record StepResource(
    int Id, string Task, string? Question, int Attempts, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, StepResultResource? Result,
    FailureResource? Failure)
{
    public static StepResource Of(StepView step) => new(
        step.Id, step.Task, step.Question, step.Attempts, step.StartedAt, step.EndedAt,
        step.Result is { } result ? StepResultResource.Of(result) : null, step.Failure is { } failure ? FailureResource.Of(failure) : null);
}
