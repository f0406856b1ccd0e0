using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data.Scenes;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Tests.Zoo;

/// <summary>The models of this repository that answer in words, on pictures drawn here.</summary>
public sealed class PublishedModelsTests
{
    private static readonly SceneObject Shape = new(SceneShape.Circle, SceneColour.Red, SceneSize.Large, SceneTexture.Plain, 1, 1, 0, 0, 0.44);

    [Theory]
    [InlineData(SceneShape.Circle, SceneColour.Red)]
    [InlineData(SceneShape.Square, SceneColour.Blue)]
    [InlineData(SceneShape.Triangle, SceneColour.Green)]
    public void A_caption_names_shape_colour_and_place(SceneShape shape, SceneColour colour)
    {
        var caption = Say("caption-blip-small", new Scene(SceneColour.White, [Shape with { Shape = shape, Colour = colour }]), null);
        Assert.Contains(shape.ToString().ToLowerInvariant(), caption, StringComparison.Ordinal);
        Assert.Contains(colour.ToString().ToLowerInvariant(), caption, StringComparison.Ordinal);
        Assert.Contains("in the middle", caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_of_scenes_never_seen_are_near_those_of_people()
    {
        var scenes = Enumerable.Range(0, 60).Select(i => SceneGenerator.Draw(77, i)).ToArray();
        IReadOnlyList<string>[] references = [.. scenes.Select((s, i) => SceneGenerator.Captions(s, 77, i))];
        var captions = SayAll("caption-blip-small", scenes, null);
        Assert.True(Bleu.LeavingOneOut(captions, references) > Bleu.BetweenReferences(references));
    }

    [Fact]
    public void What_a_caption_says_of_colours_and_shapes_is_mostly_true()
    {
        var scenes = Enumerable.Range(0, 60).Select(i => SceneGenerator.Draw(77, i)).ToArray();
        var captions = SayAll("caption-blip-small", scenes, null);
        var said = captions.Zip(scenes).SelectMany(c => Things(c.First).Select(t => c.Second.Objects.Any(o => (o.Colour, o.Shape) == t))).ToArray();
        Assert.True(said.Length >= scenes.Sum(s => s.Objects.Count) * 0.9, $"{said.Length} things were said of {scenes.Sum(s => s.Objects.Count)}");
        Assert.True(said.Average(t => t ? 1 : 0) > 0.95, $"{said.Count(t => t)} of {said.Length} things said are there");
    }

    [Theory]
    [InlineData("what color is the shape?", "red")]
    [InlineData("What colour is the circle", "red")]
    [InlineData("what shape is in the image?", "circle")]
    [InlineData("is there a red shape?", "yes")]
    [InlineData("is there a blue shape in the picture?", "no")]
    [InlineData("does the image not contain a triangle?", "yes")]
    public void A_question_is_answered(string question, string answer) =>
        Assert.Equal(answer, Say("vqa-blip-small", new Scene(SceneColour.White, [Shape]), question));

    /// <summary>The pairs of a colour and the shape behind it.</summary>
    private static IEnumerable<(SceneColour, SceneShape)> Things(string caption)
    {
        var words = Bleu.Words(caption.Replace("disc", "circle", StringComparison.Ordinal));
        for (var i = 1; i < words.Length; i++)
            if (Enum.TryParse(words[i - 1], ignoreCase: true, out SceneColour colour) && Enum.TryParse(words[i], ignoreCase: true, out SceneShape shape)) yield return (colour, shape);
    }

    private static string Say(string model, Scene scene, string? question) => SayAll(model, [scene], question)[0];

    private static string[] SayAll(string model, Scene[] scenes, string? question)
    {
        var stored = Open(model);
        using var task = ModelTask.Open(stored);
        using var session = new PartitionSession(stored.Path);
        return [.. scenes.Select(scene =>
        {
            var picture = stored.Manifest.Picture!.ToTensor(PictureDecoder.Decode(ScenePainter.Png(scene, 64)));
            return ((TextAnswer)task.Read(session.Run(PartitionFeeds.Of(session, [picture], task.Inputs(question))), question)).Text;
        })];
    }

    private static StoredModel Open(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "models", name, ModelManifest.FileName))) folder = folder.Parent;
        return new ModelStore(Path.Combine(folder?.FullName ?? throw new InvalidOperationException($"models/{name} is not above the tests."), "models")).Open(name);
    }
}
