namespace EdgeActors.Planning;

/// <summary>One thing wrong with a plan.</summary>
/// <param name="Code">One of <see cref="PlanErrorCode"/>: stable, for repair prompts, journals and tests.</param>
/// <param name="Step">Id of the step concerned, or null when it is the plan as a whole.</param>
/// <param name="Message">For people.</param>
public sealed record PlanError(string Code, int? Step, string Message)
{
    public override string ToString() => Step is { } step ? $"{Code} (step {step}): {Message}" : $"{Code}: {Message}";
}
