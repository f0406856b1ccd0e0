namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>
/// A member's name, for people: the cluster gossips addresses and roles only, so the name rides as a role that nothing is placed by.
/// </summary>
public static class MemberName
{
    private const string Mark = "name.";

    public static string AsRole(string name) => Mark + name;

    /// <summary>Null of a member that did not say.</summary>
    public static string? Of(IEnumerable<string> roles) => roles.FirstOrDefault(IsName)?[Mark.Length..];

    public static bool IsName(string role) => role.StartsWith(Mark, StringComparison.Ordinal);
}
