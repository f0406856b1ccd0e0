namespace EdgeActors.Cli;

/// <summary>What a script may rely on.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command was understood and could not be carried out.</summary>
    public const int Failed = 1;

    /// <summary>The command line or an input file is wrong; nothing was started.</summary>
    public const int Usage = 2;
}
