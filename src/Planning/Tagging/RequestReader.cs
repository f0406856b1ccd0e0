using System.Text.RegularExpressions;
using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>Reads a request sentence by sentence: stretches that ask for something, each with the earlier answers it uses.</summary>
internal static partial class RequestReader
{
    /// <summary>Words that begin a name for an earlier answer, which the answer itself can stand for: <c>the thing you named</c>.</summary>
    private static readonly HashSet<string> Naming = ["the", "that", "this", "your", "whatever", "those", "these", "its", "whichever", "it"];

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    private static readonly HashSet<string> Plurals = ["pictures", "photos", "images", "shots", "attachments"];

    public static List<Wish> Read(Wording wording, SentenceTagger tagger)
    {
        var wishes = new List<Wish>();
        var waiting = new List<Reference>(); // said before the wish that uses them
        var from = 0;
        foreach (var (start, end) in SentenceBounds.Of(wording))
        {
            var tags = tagger.Tag([.. Enumerable.Range(start, end - start).Select(at => OfOnePicture(wording.Words, at))]);
            var first = wishes.Count;
            from = start;
            for (var i = 0; i < tags.Length;)
            {
                var until = i + 1;
                if (tags[i].Kind == SpanKind.None)
                {
                    while (until < tags.Length && tags[until].Kind == SpanKind.None)
                        until++;
                    waiting.AddRange(References(wording, tags, start, i, until, within: false));
                }
                else
                {
                    while (until < tags.Length && tags[until].Kind == tags[i].Kind && !tags[until].Begins)
                        until++;
                    var asked = until < tags.Length && wording.Words[start + until].Norm == "?";
                    var body = new Clause(wording, start + i, start + until);
                    if (!body.IsEmpty)
                    {
                        if (wishes.Count > first && waiting.Count > 0 && waiting.All(reference => Gives(tags[i].Kind, reference.Target)))
                        {
                            wishes[^1].References.AddRange(waiting); // "is it crowded, going by a description that you write first"
                            waiting.Clear();
                        }
                        wishes.Add(new(tags[i].Kind, body, asked, wording.Norm(from, start + until), [.. waiting, .. References(wording, tags, start, i, until, within: true)]));
                        waiting.Clear();
                    }
                    from = start + until;
                }
                i = until;
            }
            if (waiting.Count > 0 && wishes.Count > first)
            {
                wishes[^1].References.AddRange(waiting); // "..., going by your caption."
                waiting.Clear();
            }
        }
        return wishes;
    }

    /// <summary>"These pictures" is read as "this picture": what is asked of several is asked of each, and <see cref="PictureFinder"/> tells of which.</summary>
    private static Word OfOnePicture(IReadOnlyList<Word> words, int at)
    {
        if (at + 1 < words.Count && (words[at].Norm is "these" or "those") && Plurals.Contains(words[at + 1].Norm))
            return words[at] with { Norm = "this" };
        return at > 0 && Plurals.Contains(words[at].Norm) && (words[at - 1].Norm is "these" or "those") ? words[at] with { Norm = words[at].Norm.TrimEnd('s') } : words[at];
    }

    /// <summary>Whether a wish itself makes the answer that is pointed at.</summary>
    private static bool Gives(SpanKind kind, ReferenceTarget target) =>
        (kind, target) is (SpanKind.Caption, ReferenceTarget.Caption) or (SpanKind.Classification, ReferenceTarget.Label);

    private static IEnumerable<Reference> References(Wording wording, WordTag[] tags, int start, int from, int to, bool within)
    {
        for (var i = from; i < to;)
        {
            var until = i + 1;
            while (until < to && tags[until].Uses == tags[i].Uses)
                until++;
            if (tags[i].Uses != EarlierAnswer.None)
            {
                var target = tags[i].Uses switch
                {
                    EarlierAnswer.Caption => ReferenceTarget.Caption,
                    EarlierAnswer.Label => ReferenceTarget.Label,
                    EarlierAnswer.Answer => ReferenceTarget.Answer,
                    _ => ReferenceTarget.Any,
                };
                yield return new(target, tags[i].Uses == EarlierAnswer.All, within && Naming.Contains(wording.Words[start + i].Norm) ? wording.Original(start + i, start + until) : null)
                {
                    Number = Counted().Match(wording.Norm(start + i, start + until)) is { Success: true } counted ? Array.IndexOf(Ordinals, counted.Value) + 1 : null,
                };
            }
            i = until;
        }
    }

    [GeneratedRegex(@"\b(?:first|second|third|fourth)\b(?= (?:\w+ )?(?:answer|question|step|result|response|description|caption|label|one|part)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();
}
