namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>
/// One element of a small integer tensor that a shape is computed from: a number (which may be negative, as in Reshape's -1),
/// a symbol that came out of Shape, or unknown.
/// </summary>
internal readonly record struct Item(long? Number, string? Symbol)
{
    public static Item Unknown => default;

    public Dimension AsDimension => Number is >= 0 ? Number.Value : Symbol is not null ? Symbol : Dimension.Unknown;

    public static implicit operator Item(long number) => new(number, null);

    public static implicit operator Item(Dimension dimension) => new(dimension.IsKnown ? dimension.Size : null, dimension.Symbol);
}
