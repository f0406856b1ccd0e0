namespace EdgeActors.Cli.Demo;

/// <summary>One part of the demo, told as it happens. Chapters follow each other on the same stage; each leaves it as it found it.</summary>
/// <typeparam name="T">What it adds to the <see cref="DemoReport"/>.</typeparam>
internal interface IDemoChapter<T>
{
    /// <exception cref="CommandFailed">What it is to show did not happen.</exception>
    Task<T> TellAsync(DemoStage stage, CancellationToken cancel);
}
