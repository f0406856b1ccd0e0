namespace EdgeActors.Cli;

/// <summary>
/// Ends a command with a message for a person: what happened, to what, what to do. Printed without a stack trace.
/// </summary>
public class CommandFailed : Exception
{
    public CommandFailed(string message, int exitCode = ExitCodes.Failed, Exception? cause = null)
        : base(message, cause) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>The input is wrong: an unknown file, a value out of range.</summary>
    public static CommandFailed Usage(string message) => new(message, ExitCodes.Usage);
}
