using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace EdgeActors.Onnx.Graphs;

/// <summary>The dimensions of a tensor, written <c>["N", 3, 32, 32]</c>. No dimensions is a scalar.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<Dimension>, IEquatable<Shape>
{
    private readonly ImmutableArray<Dimension> _dimensions;

    private Shape(ImmutableArray<Dimension> dimensions) => _dimensions = dimensions;

    public static Shape Scalar { get; } = new([]);

    public int Rank => _dimensions.Length;

    /// <summary>The rank: what index-from-end and list patterns ask for.</summary>
    public int Count => Rank;

    public Dimension this[int axis] => _dimensions[axis];

    /// <summary>Every size is a number.</summary>
    public bool IsStatic => _dimensions.All(d => d.IsKnown);

    public static Shape Create(ReadOnlySpan<Dimension> dimensions) => new([.. dimensions]);

    public static Shape Of(IEnumerable<Dimension> dimensions) => new([.. dimensions]);

    public static Shape Of(ReadOnlySpan<long> sizes)
    {
        var dimensions = ImmutableArray.CreateBuilder<Dimension>(sizes.Length);
        foreach (long size in sizes) dimensions.Add(size);
        return new(dimensions.MoveToImmutable());
    }

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">A dimension is not known.</exception>
    public long Elements() => _dimensions.Aggregate(1L, (product, d) => checked(product * d.Size));

    /// <summary>The sizes as numbers.</summary>
    /// <exception cref="InvalidOperationException">A dimension is not known.</exception>
    public long[] Sizes() => [.. _dimensions.Select(d => d.Size)];

    /// <summary>The axis counted from the front: -1 is the last.</summary>
    public int Axis(long axis) => axis >= -Rank && axis < Rank
        ? (int)(axis < 0 ? axis + Rank : axis)
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"shape {this} has {Rank} axes");

    public Shape With(int axis, Dimension size) => new(_dimensions.SetItem(axis, size));

    /// <summary>The same shape with symbols replaced by the sizes that <paramref name="sizes"/> gives them.</summary>
    public Shape Bind(IReadOnlyDictionary<string, long> sizes) =>
        new([.. _dimensions.Select(d => d.Symbol is { } symbol && sizes.TryGetValue(symbol, out long size) ? size : d)]);

    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dimension in _dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", _dimensions)}]";
}
