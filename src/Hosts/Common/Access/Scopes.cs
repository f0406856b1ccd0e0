namespace EdgeActors.Hosts.Common.Access;

/// <summary>What an API key may do.</summary>
public static class Scopes
{
    /// <summary>Ask, and look at what is there.</summary>
    public const string Infer = "infer";

    /// <summary>Start, pause and end training runs.</summary>
    public const string Train = "train";

    /// <summary>Everything, loading and unloading of models included.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Infer, Train, Admin];
}
