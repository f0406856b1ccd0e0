using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data.Scenes;

/// <summary>
/// Scenes with captions that need no download. Scene <c>i</c> of a seed is always the same; every attribute of every object is drawn
/// independently, so that nothing can be said without looking.
/// </summary>
public static class SceneGenerator
{
    /// <summary>Captions of one scene.</summary>
    public const int References = 5;

    private const int Grid = 3;
    private const int MostObjects = 3;

    private static readonly SceneColour[] Backgrounds = [SceneColour.White, SceneColour.Grey, SceneColour.Black];
    private static readonly SceneColour[] Colours = [.. Enum.GetValues<SceneColour>().Except(Backgrounds)];

    /// <summary>Pictures of <paramref name="side"/> pixels with five captions each, in memory.</summary>
    public static Words.WordedPictures Create(int count, long seed, int side = 64)
    {
        var length = Words.WordedPictures.Channels * side * side;
        var pixels = new byte[(long)count * length];
        var examples = new Words.WordedExample[count];
        for (var i = 0; i < count; i++)
        {
            var scene = Draw(seed, i);
            ScenePainter.Paint(scene, side).CopyTo(pixels, (long)i * length);
            examples[i] = new Words.WordedExample(i, null, Captions(scene, seed, i));
        }

        return new Words.WordedPictures($"generated scenes (seed {seed})", side, pixels, examples);
    }

    public static Scene Draw(long seed, int index)
    {
        var random = new SeededRandom(seed, index);
        var background = Backgrounds[random.NextInt(Backgrounds.Length)];
        var cells = random.Permutation(Grid * Grid);
        var objects = new SceneObject[1 + random.NextInt(MostObjects)];
        for (var i = 0; i < objects.Length; i++)
        {
            var size = random.NextBool() ? SceneSize.Large : SceneSize.Small;
            objects[i] = new SceneObject(
                (SceneShape)random.NextInt(Enum.GetValues<SceneShape>().Length),
                Colours[random.NextInt(Colours.Length)],
                size,
                (SceneTexture)random.NextInt(Enum.GetValues<SceneTexture>().Length),
                cells[i] % Grid, cells[i] / Grid,
                0.2 * random.NextDouble() - 0.1, 0.2 * random.NextDouble() - 0.1,
                (size == SceneSize.Large ? 0.42 : 0.26) + 0.04 * random.NextDouble());
        }

        return new Scene(background, objects);
    }

    /// <summary>What five people would say, each drawn from the grammar on its own.</summary>
    public static IReadOnlyList<string> Captions(Scene scene, long seed, int index) =>
        [.. Enumerable.Range(0, References).Select(person => new CaptionGrammar(scene, new SeededRandom(seed, index, 1 + person)).Say())];
}
