namespace EdgeActors.Inference.Tasks;

/// <summary>A picture that cannot be used, and why.</summary>
public sealed class PictureException(string code, string message) : InferenceException(code, message)
{
    public const string Empty = "picture-empty";
    public const string TypeUnsupported = "picture-type-unsupported";
    public const string Undecodable = "picture-undecodable";
    public const string TooSmall = "picture-too-small";
    public const string TooLarge = "picture-too-large";
}
