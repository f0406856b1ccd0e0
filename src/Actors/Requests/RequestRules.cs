using EdgeActors.Messages;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Actors.Requests;

/// <summary>Limits on requests, and when a failed step is tried again.</summary>
public sealed record RequestRules
{
    public static RequestRules Default { get; } = new();

    /// <summary>In characters; a longer text is a document, not a question.</summary>
    public int LongestText { get; init; } = 4_000;

    public int MostPictures { get; init; } = 8;

    public TimeSpan ShortestDeadline { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Tries at one step, the first included.</summary>
    public int MostAttempts { get; init; } = 6;

    /// <summary>Doubles with every failed try.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often an unanswered step is sent again under the same key: sharding delivers at most once.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong with a request, or null.</summary>
    public Failure? Fault(RequestSpec spec) => spec switch
    {
        _ when spec.Text.Length > LongestText => Invalid($"The text has {spec.Text.Length} characters; at most {LongestText} are taken."),
        { Pictures.Count: var count } when count > MostPictures => Invalid($"{count} pictures were sent; at most {MostPictures} are taken."),
        _ when spec.Deadline < ShortestDeadline || spec.Deadline > LongestDeadline =>
            Invalid($"A deadline of {spec.Deadline.TotalSeconds:0.###} s is not possible; {ShortestDeadline.TotalSeconds} to {LongestDeadline.TotalSeconds} s are."),
        _ when double.IsNaN(spec.AccuracyLossBudget) || spec.AccuracyLossBudget is < 0 or > 1 =>
            Invalid($"An accuracy-loss budget of {spec.AccuracyLossBudget} is not possible; it is a fraction from 0 to 1."),
        { Device: null } when spec.Pictures.Any(picture => picture.OnDevice is not null) =>
            Invalid("A picture on a device needs the device's name; name it, or upload the picture."),
        { Device.IsEdgePool: true } => new(FailureCodes.DeviceUnknown, $"'{spec.Device}' is not a device; leave the device out to run on the edge."),
        _ => null,
    };

    /// <summary>When to try again after a failed try, or null when not to.</summary>
    /// <param name="attempt">The one that failed, 1-based.</param>
    /// <param name="remaining">Until the request's deadline.</param>
    public TimeSpan? RetryAfter(Failure failure, int attempt, TimeSpan remaining)
    {
        if (!FailureCodes.IsPassing(failure.Code) || attempt >= MostAttempts)
            return null;
        var backoff = FirstBackoff * Math.Pow(2, attempt - 1);
        var wait = failure.RetryAfter is { } asked && asked > backoff ? asked : backoff;
        return wait < remaining ? wait : null;
    }

    private static Failure Invalid(string reason) => new(FailureCodes.InvalidRequest, reason);
}
