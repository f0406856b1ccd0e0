namespace EdgeActors.Inference;

/// <summary>
/// Something that a person or a peer must be told about: <see cref="Code"/> is stable (kebab-case, for programs), the message says
/// what happened, to what, and what to do next.
/// </summary>
public abstract class InferenceException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;
}
