using System.Globalization;

namespace EdgeActors.Planning.Tagging;

/// <summary>
/// What tags follow which, counted in requests marked by hand. The network judges words one by one; the path through its answers gains by the logarithm of how
/// much likelier a tag is behind the one before it than anywhere (as networks and hidden Markov models are joined, Bourlard and Morgan 1994), in part,
/// since the network has seen the neighbours, too.
/// </summary>
internal sealed class TagTransitions
{
    /// <summary>The part that counts: chosen on requests-b and requests-c.</summary>
    private const double Weight = 0.35;

    /// <summary>Seen of every pair before counting.</summary>
    private const double Prior = 0.5;

    private const int Classes = WordTag.Classes;
    private readonly float[] _gains;

    private TagTransitions(float[] gains) => _gains = gains;

    /// <summary>Of class <paramref name="kind"/> behind class <paramref name="before"/>, in logits.</summary>
    public float this[int before, int kind] => _gains[before * Classes + kind];

    public static TagTransitions Of(IEnumerable<TaggedSentence> sentences)
    {
        var pairs = new double[Classes, Classes];
        var (before, after, all) = (new double[Classes], new double[Classes], Prior * Classes);
        foreach (var tags in sentences.Select(sentence => sentence.Tags))
            for (var i = 1; i < tags.Length; i++)
            {
                pairs[tags[i - 1].Class, tags[i].Class]++;
                before[tags[i - 1].Class]++;
                after[tags[i].Class]++;
                all++;
            }

        var gains = new float[Classes * Classes];
        for (var i = 0; i < gains.Length; i++)
        {
            var (one, other) = (i / Classes, i % Classes);
            var behind = (pairs[one, other] + Prior) / (before[one] + Prior * Classes);
            var anywhere = (after[other] + Prior) / all;
            gains[i] = (float)(Weight * Math.Log(behind / anywhere));
        }
        return new TagTransitions(gains);
    }

    /// <exception cref="InvalidDataException">It is not what <see cref="ToString"/> gives.</exception>
    public static TagTransitions Parse(string text)
    {
        var gains = text.Split(' ').Select(number => float.TryParse(number, CultureInfo.InvariantCulture, out var gain) ? gain : float.NaN).ToArray();
        return gains.Length == Classes * Classes && gains.All(float.IsFinite)
            ? new TagTransitions(gains)
            : throw new InvalidDataException($"The transitions of a tagger are {Classes * Classes} numbers; train it again with 'edgeactors planner train'.");
    }

    public override string ToString() => string.Join(' ', _gains.Select(gain => gain.ToString("R", CultureInfo.InvariantCulture)));
}
