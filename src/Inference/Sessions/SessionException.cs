namespace EdgeActors.Inference.Sessions;

/// <summary>A graph that cannot be loaded or run with what it was given.</summary>
public sealed class SessionException(string code, string message, Exception? cause = null) : InferenceException(code, message, cause)
{
    public const string LoadFailed = "session-load-failed";
    public const string InputMismatch = "session-input-mismatch";
    public const string RunFailed = "session-run-failed";
}
