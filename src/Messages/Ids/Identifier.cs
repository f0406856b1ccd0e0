namespace EdgeActors.Messages;

/// <summary>
/// The name of one entity: 1 to 128 characters of <c>A-Z a-z 0-9 . _ -</c>. Ids become actor names, journal keys and parts of
/// paths, so nothing else is let in. Ordered by ordinal comparison.
/// </summary>
public abstract record Identifier : IComparable<Identifier>, IComparable
{
    public const int Longest = 128;

    protected Identifier(string value)
    {
        if (!IsValid(value))
            throw new ArgumentException(
                $"'{value}' cannot be a {GetType().Name}: 1 to {Longest} letters, digits, dots, underscores and hyphens are allowed.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= Longest } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public int CompareTo(Identifier? other) => string.CompareOrdinal(Value, other?.Value);

    public int CompareTo(object? obj) => CompareTo(obj as Identifier);

    public sealed override string ToString() => Value;
}
