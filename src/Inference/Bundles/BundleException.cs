namespace EdgeActors.Inference.Bundles;

/// <summary>A bundle that is absent, damaged, or not the one the other side means.</summary>
public sealed class BundleException(string code, string message, Exception? cause = null) : InferenceException(code, message, cause)
{
    public const string Missing = "bundle-missing";
    public const string DigestMismatch = "bundle-digest-mismatch";
    public const string Invalid = "bundle-invalid";
    public const string CutUnknown = "bundle-cut-unknown";
    public const string CacheFull = "bundle-cache-full";
}
