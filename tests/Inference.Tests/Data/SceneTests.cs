using EdgeActors.Inference.Data.Scenes;
using EdgeActors.Inference.Data.Words;
using FsCheck.Xunit;

namespace EdgeActors.Inference.Tests.Data;

public sealed class SceneTests
{
    [Fact]
    public void A_scene_and_its_captions_are_the_same_whenever_they_are_drawn()
    {
        var (first, again) = (SceneGenerator.Create(20, seed: 7), SceneGenerator.Create(40, seed: 7));
        Assert.Equal(first.Pixels, again.Pixels[..first.Pixels.Length]);
        Assert.Equal(first.Examples.SelectMany(e => e.Answers), again.Examples.Take(20).SelectMany(e => e.Answers));
        Assert.NotEqual(first.Pixels, SceneGenerator.Create(20, seed: 8).Pixels);
    }

    [Fact]
    public void Captions_differ_between_people_and_hold_together()
    {
        var references = Enumerable.Range(0, 300).Select(i => SceneGenerator.Captions(SceneGenerator.Draw(3, i), 3, i)).ToArray();
        Assert.All(references, r => Assert.Equal(SceneGenerator.References, r.Count));
        Assert.True(references.Average(r => r.Distinct().Count()) > 4, "five people say nearly five different things");
        Assert.InRange(Bleu.BetweenReferences(references), 0.2, 0.7);
    }

    [Property]
    public void What_is_said_is_true(byte index)
    {
        var scene = SceneGenerator.Draw(11, index);
        foreach (var caption in SceneGenerator.Captions(scene, 11, index))
        {
            var words = Bleu.Words(caption);
            foreach (var colour in Enum.GetValues<SceneColour>())
                if (words.Contains(colour.ToString().ToLowerInvariant())) Assert.True(scene.Background == colour || scene.Objects.Any(o => o.Colour == colour), caption);
            foreach (var shape in Enum.GetValues<SceneShape>())
                if (words.Contains(shape.ToString().ToLowerInvariant())) Assert.Contains(scene.Objects, o => o.Shape == shape);
            if (words.Contains("striped")) Assert.Contains(scene.Objects, o => o.Texture == SceneTexture.Striped);
            if (words.Contains("top")) Assert.Contains(scene.Objects, o => o.Row == 0);
            if (words.Contains("right") && scene.Objects.Count == 1) Assert.Equal(2, scene.Objects[0].Column);
        }
    }

    [Fact]
    public void A_large_object_covers_more_of_the_picture_than_a_small_one_and_in_its_colour()
    {
        SceneObject small = new(SceneShape.Square, SceneColour.Red, SceneSize.Small, SceneTexture.Plain, 0, 2, 0, 0, 0.28), large = small with { Size = SceneSize.Large, Radius = 0.44 };
        var (few, many) = (Reds(new Scene(SceneColour.White, [small])), Reds(new Scene(SceneColour.White, [large])));
        Assert.InRange(few.Count, 80, 160);
        Assert.True(many.Count > 2 * few.Count);
        Assert.All(few, p => Assert.True(p.X < 22 && p.Y > 42, $"{p} is not in the bottom left cell"));
    }

    [Fact]
    public void Stripes_and_dots_change_the_picture()
    {
        var o = new SceneObject(SceneShape.Circle, SceneColour.Blue, SceneSize.Large, SceneTexture.Plain, 1, 1, 0, 0, 0.44);
        var pictures = Enum.GetValues<SceneTexture>().Select(t => Convert.ToHexString(ScenePainter.Paint(new Scene(SceneColour.Grey, [o with { Texture = t }]), 64)));
        Assert.Equal(3, pictures.Distinct().Count());
    }

    private static List<(int X, int Y)> Reds(Scene scene)
    {
        var pixels = ScenePainter.Paint(scene, 64);
        return [.. Enumerable.Range(0, 64 * 64).Where(i => pixels[i] > 200 && pixels[4096 + i] < 60 && pixels[8192 + i] < 60).Select(i => (i % 64, i / 64))];
    }
}
