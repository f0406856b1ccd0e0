using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// The mask a device puts on alone, so that a late update of a device already counted as lost, whose key is out, still stays hidden
/// (Bonawitz et al. 2017, section 4.0.2).
/// </summary>
internal static class SelfMask
{
    public static MaskStream Stream(byte[] seed, Roster roster) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, seed, 32, salt: roster.Transcript, "self mask"u8.ToArray()));

    public static byte[] Commit(byte[] seed, Roster roster, string device) =>
        SHA256.HashData([.. roster.Transcript, .. Encoding.UTF8.GetBytes(device), .. seed]);
}
