namespace EdgeActors.Planning.Rules;

/// <summary>A step before it has an id: rules find steps in the order of the text and order them by use afterwards.</summary>
internal sealed class DraftStep(string task, int picture, string? words, string about)
{
    public string Task { get; } = task;

    public int Picture { get; } = picture;

    /// <summary>A question's words; null for tasks without.</summary>
    public string? Words { get; } = words;

    /// <summary>The clause's norm, to recognise the same wish said twice.</summary>
    public string About { get; } = about;

    public List<Reference> References { get; } = [];

    /// <summary>Earlier steps that are used, with the words they stand for.</summary>
    public List<(DraftStep Step, string? Span)> Uses { get; } = [];
}
