namespace EdgeActors.Messages;

/// <summary>Why something was not done. Codes are stable and for programs, reasons are for people.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Reason">What happened, to what, and what to do.</param>
/// <param name="RetryAfter">When trying again may help; null when it will not, or nobody can say.</param>
public sealed record Failure(string Code, string Reason, TimeSpan? RetryAfter = null)
{
    public override string ToString() => $"{Code}: {Reason}";
}
