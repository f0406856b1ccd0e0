using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Requests;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Inference.Data.Scenes;

namespace EdgeActors.Cli.Demo;

/// <summary>One request that takes two models which answer in words: a caption and a visual question, of a picture drawn for it.</summary>
internal sealed class MixedChapter : IDemoChapter<RequestResource>
{
    private const string Text = "Describe the scene, and what color is the shape?";

    /// <summary>Of the pictures that both models were trained on.</summary>
    private const int Side = 64;

    private static readonly SceneObject Triangle =
        new(SceneShape.Triangle, SceneColour.Red, SceneSize.Large, SceneTexture.Plain, Column: 1, Row: 1, OffsetX: 0, OffsetY: 0, Radius: 0.44);

    public async Task<RequestResource> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var device = stage.Devices[0];
        var picture = new PictureFile("red-triangle.png", ScenePainter.Png(new(SceneColour.White, [Triangle]), Side));
        stage.Output.Text($"\nA red triangle, drawn just now, with two wishes in one sentence, on {device}:");
        var answered = await stage.AnswerAsync(new(Text, [picture], [], device, Deadline: DemoStage.Deadline), cancel);
        stage.Output.Show(RequestReport.Of(answered));
        return answered;
    }
}
