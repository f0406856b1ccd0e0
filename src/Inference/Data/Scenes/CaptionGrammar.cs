using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data.Scenes;

/// <summary>
/// One person's description of a scene: which sentence, in what order, which attributes are worth a word and which of several words for
/// the same thing is drawn by seed. What is said is always true; not everything that is true is said.
/// </summary>
internal sealed class CaptionGrammar(Scene scene, SeededRandom random)
{
    private SeededRandom _random = random;

    public string Say()
    {
        SceneObject[] order = [.. _random.Permutation(scene.Objects.Count).Select(i => scene.Objects[i])];
        // Most people begin with what is large.
        if (_random.NextDouble() < 0.7) order = [.. order.OrderByDescending(o => o.Size)];
        return order.Length switch { 1 => One(order[0]), 2 => Two(order[0], order[1]), _ => Three(order) };
    }

    private string One(SceneObject o) => Pick(
        () => $"{Thing(o)} {Place(o)}",
        () => $"there is {Thing(o)} {Place(o)}",
        () => $"{Thing(o)} {Place(o)} on {Background()}",
        () => $"{Background()} with {Thing(o)} {Place(o)}",
        () => $"a single {Bare(o)} {Place(o)}");

    private string Two(SceneObject a, SceneObject b) => Pick(
        () => $"{Thing(a)} {Relation(a, b)} {Thing(b)}",
        () => $"{Thing(a)} is {Relation(a, b)} {Thing(b)}",
        () => $"{Thing(a)} {Place(a)} and {Thing(b)} {Place(b)}",
        () => $"there is {Thing(a)} {Relation(a, b)} {Thing(b)}",
        () => $"{Thing(a)} and {Thing(b)} on {Background()}",
        () => $"two shapes, {Thing(a)} {Place(a)} and {Thing(b)} {Place(b)}");

    private string Three(SceneObject[] o) => Pick(
        () => $"{Thing(o[0])}, {Thing(o[1])} and {Thing(o[2])}",
        () => $"{Thing(o[0])} {Relation(o[0], o[1])} {Thing(o[1])}, and {Thing(o[2])} {Place(o[2])}",
        () => $"three shapes on {Background()}, {Thing(o[0])}, {Thing(o[1])} and {Thing(o[2])}",
        () => $"{Thing(o[0])} {Place(o[0])}, {Thing(o[1])} {Place(o[1])} and {Thing(o[2])}",
        () => $"there are {Thing(o[0])}, {Thing(o[1])} and {Thing(o[2])} on {Background()}");

    /// <summary>With its article.</summary>
    private string Thing(SceneObject o)
    {
        var bare = Bare(o);
        return $"{(bare[0] is 'o' or 'a' or 'e' ? "an" : "a")} {bare}";
    }

    private string Bare(SceneObject o)
    {
        var size = _random.NextDouble() < 0.8 ? SizeWord(o.Size) + " " : "";
        var (before, behind) = Texture(o.Texture);
        return $"{size}{before}{Word(o.Colour)} {ShapeWord(o.Shape)}{behind}";
    }

    private (string Before, string Behind) Texture(SceneTexture texture) => texture switch
    {
        SceneTexture.Striped => _random.NextDouble() < 0.75 ? ("striped ", "") : ("", " with stripes"),
        SceneTexture.Dotted => _random.NextDouble() < 0.75 ? (Word("dotted", "spotted") + " ", "") : ("", " with dots"),
        _ => ("", ""),
    };

    private string Background() => $"a {Word(scene.Background)} background";

    private string Place(SceneObject o) => (o.Row, o.Column) switch
    {
        (1, 1) => Word("in the middle", "in the middle", "in the centre"),
        (1, _) => Word($"on the {Side(o)}", $"on the {Side(o)} side"),
        (_, 1) => Word($"at the {Level(o)}", $"at the {Level(o)} middle"),
        _ => Word($"in the {Level(o)} {Side(o)} corner", $"at the {Level(o)} {Side(o)}", $"in the {Level(o)} {Side(o)}"),
    };

    /// <summary>By the longer way between them; where both are as long, by either.</summary>
    private string Relation(SceneObject a, SceneObject b)
    {
        var (across, down) = (a.Column - b.Column, a.Row - b.Row);
        var sideways = Math.Abs(across) > Math.Abs(down) || (Math.Abs(across) == Math.Abs(down) && _random.NextBool());
        return sideways
            ? across < 0 ? Word("to the left of", "left of") : Word("to the right of", "right of")
            : down < 0 ? Word("above", "above", "over") : Word("below", "below", "under");
    }

    private string SizeWord(SceneSize size) => size == SceneSize.Large ? Word("large", "large", "big") : Word("small", "small", "little");

    private string ShapeWord(SceneShape shape) => shape == SceneShape.Circle ? Word("circle", "circle", "circle", "disc") : shape.ToString().ToLowerInvariant();

    private static string Word(SceneColour colour) => colour.ToString().ToLowerInvariant();

    private static string Side(SceneObject o) => o.Column == 0 ? "left" : "right";

    private static string Level(SceneObject o) => o.Row == 0 ? "top" : "bottom";

    private string Word(params ReadOnlySpan<string> words) => words[_random.NextInt(words.Length)];

    private string Pick(params ReadOnlySpan<Func<string>> sentences) => sentences[_random.NextInt(sentences.Length)]();
}
