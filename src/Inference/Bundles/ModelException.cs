namespace EdgeActors.Inference.Bundles;

/// <summary>A model that cannot be used as it lies in its folder.</summary>
public sealed class ModelException(string code, string message, Exception? cause = null) : InferenceException(code, message, cause)
{
    public const string Missing = "model-missing";
    public const string DigestMismatch = "model-digest-mismatch";
    public const string ManifestInvalid = "model-manifest-invalid";
}
