using System.Globalization;

namespace EdgeActors.Onnx.Graphs;

/// <summary>One axis of a shape: a size, a symbol that stands for the same size wherever it appears, or unknown.</summary>
public readonly record struct Dimension
{
    private readonly long _sizePlusOne;

    private Dimension(long sizePlusOne, string? symbol)
    {
        _sizePlusOne = sizePlusOne;
        Symbol = symbol;
    }

    public static Dimension Unknown => default;

    public string? Symbol { get; }

    public bool IsKnown => _sizePlusOne != 0;

    /// <exception cref="InvalidOperationException">The size is symbolic or unknown.</exception>
    public long Size => IsKnown ? _sizePlusOne - 1 : throw new InvalidOperationException($"the size of dimension '{this}' is not known");

    public static implicit operator Dimension(long size) =>
        size >= 0 ? new(size + 1, null) : throw new ArgumentOutOfRangeException(nameof(size), size, "a dimension is 0 or more");

    public static implicit operator Dimension(int size) => (long)size;

    public static implicit operator Dimension(string symbol) => symbol.Length == 0 ? Unknown : new(0, symbol);

    /// <summary>Whether both are certainly the same size.</summary>
    public bool Matches(Dimension other) => this == other && (IsKnown || Symbol is not null);

    public override string ToString() => IsKnown ? Size.ToString(CultureInfo.InvariantCulture) : Symbol ?? "?";
}
