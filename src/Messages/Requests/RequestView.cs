namespace EdgeActors.Messages.Requests;

/// <summary>A request as people see it.</summary>
/// <param name="Status">One of <see cref="RequestStatuses"/>.</param>
/// <param name="Sequence">Number of the last event that this view holds.</param>
/// <param name="Plan">Null until there is one.</param>
/// <param name="Steps">Those that have been started, by id.</param>
/// <param name="Answer">The reply in words; of a failed request, what was reached. Null until something was.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record RequestView(
    RequestId Request, string Status, long Sequence, RequestSpec Spec, DateTimeOffset AcceptedAt, DateTimeOffset DeadlineAt,
    RequestPlan? Plan, ValueArray<StepView> Steps, string? Answer, Failure? Failure, DateTimeOffset? EndedAt) : IRequestMessage;
