using System.Security.Cryptography;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>SHA-256 as lower-case hexadecimal: the name of a blob everywhere.</summary>
public static class BlobDigest
{
    public const int Length = 64;

    /// <summary>Whether the text is a digest and so safe as a file name.</summary>
    public static bool IsValid(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<string> OfFileAsync(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }
}
