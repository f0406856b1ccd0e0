namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="What">What was found, with the file, address or number.</param>
/// <param name="Remedy">What to do; null where nothing is wrong.</param>
public sealed record Finding(string Check, FindingState State, string What, string? Remedy = null)
{
    public static Finding Ok(string check, string what) => new(check, FindingState.Ok, what);

    public static Finding Warning(string check, string what, string remedy) => new(check, FindingState.Warning, what, remedy);

    public static Finding Failed(string check, string what, string remedy) => new(check, FindingState.Failed, what, remedy);
}
