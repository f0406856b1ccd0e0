namespace EdgeActors.Cli.Gateway;

/// <summary>What a command asks the gateway.</summary>
/// <param name="OnDevice">Ids of pictures that <paramref name="Device"/> holds.</param>
internal sealed record Question(
    string Text, IReadOnlyList<PictureFile> Pictures, IReadOnlyList<string> OnDevice, string? Device = null, double? AccuracyLossBudget = null,
    TimeSpan? Deadline = null);
