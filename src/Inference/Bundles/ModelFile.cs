namespace EdgeActors.Inference.Bundles;

/// <summary>A file of a model, beside its manifest.</summary>
/// <param name="Name">File name without any folder.</param>
public sealed record ModelFile(string Name, string Sha256, long Bytes)
{
    public string? Fault() => this switch
    {
        _ when string.IsNullOrWhiteSpace(Name) || Path.GetFileName(Name) != Name || Name.StartsWith('.')
            => $"file '{Name}' must be a plain file name beside the manifest",
        _ when !Sha256Digest.IsDigest(Sha256) => $"sha256 of {Name} must be 64 lower-case hexadecimal digits, not '{Sha256}'",
        { Bytes: <= 0 } => $"bytes of {Name} must be above 0, not {Bytes}",
        _ => null,
    };

    /// <summary>Digest and length of a file as it lies on disk.</summary>
    public static ModelFile Of(string path) => new(Path.GetFileName(path), Sha256Digest.OfFile(path), new FileInfo(path).Length);
}
