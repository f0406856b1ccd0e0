using System.Text.RegularExpressions;

namespace EdgeActors.Inference.Bundles;

/// <summary>Model names appear in URLs, file paths and actor names, so they are kept plain.</summary>
public static partial class ModelNames
{
    public const int MaxLength = 64;

    public static bool IsValid(string? name) => name is { Length: <= MaxLength } && Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Pattern();
}
