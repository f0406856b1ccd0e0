using System.Globalization;

namespace EdgeActors.Messages;

/// <summary>One try at one step of one request: what makes running it twice harmless. Written <c>request/step/attempt</c> on the link.</summary>
/// <param name="Step">1-based, as in the plan.</param>
/// <param name="Attempt">1-based.</param>
public sealed record StepKey(RequestId Request, int Step, int Attempt)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Request}/{Step}/{Attempt}");

    /// <exception cref="FormatException">Not of the form <c>request/step/attempt</c>.</exception>
    public static StepKey Parse(string text) =>
        text.Split('/') is [var request, var step, var attempt] && Identifier.IsValid(request)
        && int.TryParse(step, CultureInfo.InvariantCulture, out var number) && int.TryParse(attempt, CultureInfo.InvariantCulture, out var tries)
            ? new(new(request), number, tries)
            : throw new FormatException($"'{text}' is not a step: expected request/step/attempt.");
}
