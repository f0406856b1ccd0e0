namespace EdgeActors.Planning;

/// <summary>Turns words into a plan. Safe to call from many threads.</summary>
public interface IPlanner
{
    /// <summary>
    /// Always ends in a plan whose steps passed <see cref="PlanValidator"/>, or in one without steps and with a message.
    /// Throws only when <paramref name="cancellation"/> is.
    /// </summary>
    Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancellation);
}
