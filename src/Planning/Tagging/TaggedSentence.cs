using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>A sentence to train on: its words as <see cref="Word.Norm"/> and their tags.</summary>
internal sealed record TaggedSentence(string[] Words, WordTag[] Tags)
{
    /// <summary>The sentences of a marked request.</summary>
    public static IEnumerable<TaggedSentence> Of(string marked)
    {
        var text = new MarkedText(marked);
        var wording = Wording.Of(text.Text);
        var tags = text.Tags(wording);
        foreach (var (from, to) in SentenceBounds.Of(wording))
            yield return new([.. wording.Words.Skip(from).Take(to - from).Select(word => word.Norm)], tags[from..to]);
    }
}
