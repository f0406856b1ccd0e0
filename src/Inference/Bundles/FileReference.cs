namespace EdgeActors.Inference.Bundles;

/// <summary>A file named by its content.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Length of the file.</param>
public sealed record FileReference(string Sha256, long Bytes);
