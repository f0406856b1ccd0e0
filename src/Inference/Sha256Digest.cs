using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace EdgeActors.Inference;

/// <summary>SHA-256 digests as the whole project writes them: 64 lower-case hexadecimal digits.</summary>
public static partial class Sha256Digest
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    public static bool IsDigest(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Pattern();
}
