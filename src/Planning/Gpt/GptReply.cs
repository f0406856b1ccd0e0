namespace EdgeActors.Planning.Gpt;

/// <summary>How one call to GPT went. Exactly one of <paramref name="Text"/> and <paramref name="Fault"/> is set.</summary>
/// <param name="Text">What should be a plan in JSON.</param>
/// <param name="Fault">Why there is no text, for the person who reads the journal.</param>
/// <param name="ServerFailed">The fault is the server's or the network's: reason to leave it alone for a while.</param>
internal sealed record GptReply(string? Text, string? Fault, bool ServerFailed, PlannerCall Call);
