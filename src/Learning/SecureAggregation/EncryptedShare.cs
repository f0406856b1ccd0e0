namespace EdgeActors.Learning.SecureAggregation;

/// <summary>One device's shares for another, which the cloud passes on and cannot read: AES-GCM nonce, ciphertext, tag.</summary>
public sealed record EncryptedShare(string From, string To, byte[] Sealed);
