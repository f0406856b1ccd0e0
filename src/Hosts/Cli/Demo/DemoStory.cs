using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Demo;

/// <summary>What happens in the demo once the tiers are ready, chapter by chapter.</summary>
/// <param name="cloudFolder">The cloud host's own folder, with its journal.</param>
internal sealed class DemoStory(TierSet tiers, string cloudFolder, string pictureFolder, IReadOnlyList<string> devices, Output output)
{
    private static readonly string[] PictureTypes = [".jpg", ".jpeg", ".png", ".webp"];

    /// <exception cref="CommandFailed">What a chapter is to show did not happen.</exception>
    public async Task<DemoReport> TellAsync(CancellationToken cancel)
    {
        using var client = new GatewayClient(tiers.Gateway);
        var pictures = Directory.EnumerateFiles(pictureFolder).Where(IsPicture).Order(StringComparer.Ordinal).Select(PictureFile.Read).ToList();
        if (pictures.Count == 0)
            throw CommandFailed.Usage($"{pictureFolder} holds no picture: {string.Join(", ", PictureTypes)} are looked for.");
        var stage = new DemoStage(tiers, client, devices, pictures, output);
        var prologue = new DemoPrologue(stage);
        await prologue.UntilEverythingIsThereAsync(cancel);
        await prologue.UntilSplitsAreAgreedAsync(cancel);
        return new(
            await new AnsweredChapter().TellAsync(stage, cancel),
            await new MixedChapter().TellAsync(stage, cancel),
            await new MovingSplitChapter().TellAsync(stage, cancel),
            await new InterruptedChapter().TellAsync(stage, cancel),
            await new FederatedChapter(cloudFolder).TellAsync(stage, cancel));
    }

    private static bool IsPicture(string path) => PictureTypes.Contains(Path.GetExtension(path).ToLowerInvariant());
}
