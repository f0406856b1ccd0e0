using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EdgeActors.Onnx.Format;
using Google.Protobuf;

namespace EdgeActors.Onnx.Graphs;

/// <summary>
/// A named constant: row major, little endian. Its bytes are in memory, or in an external file and read when asked for.
/// </summary>
public sealed class Tensor
{
    private readonly ReadOnlyMemory<byte> _bytes;

    private Tensor(string name, ElementType type, ImmutableArray<long> dims, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Type = type;
        Dims = dims;
        _bytes = bytes;
    }

    public string Name { get; }

    public ElementType Type { get; }

    public ImmutableArray<long> Dims { get; }

    public Shape Shape => Shape.Of(Dims.AsSpan());

    public Value Value => new(Name, Type, Shape);

    public long Elements => Dims.Aggregate(1L, (product, d) => checked(product * d));

    /// <summary>Bytes in memory; for strings those of their UTF-8 text.</summary>
    public long ByteLength => Type == ElementType.String ? Strings.Sum(s => (long)s.Length) : Type.Bytes(Elements);

    /// <summary>Where the bytes lie, if not in the ONNX file itself.</summary>
    public ExternalData? External { get; private init; }

    /// <summary>The elements of a tensor of strings, UTF-8.</summary>
    internal ImmutableArray<ByteString> Strings { get; private init; } = [];

    /// <summary>Documentation, metadata and fields unknown to us, to be written back.</summary>
    internal TensorProto? Rest { get; private init; }

    /// <summary>The raw bytes. Reads the external file where there is one.</summary>
    public ReadOnlyMemory<byte> Bytes => External is null ? _bytes : External.Read(Name);

    /// <exception cref="ArgumentException">The number of bytes is not that of the shape.</exception>
    public static Tensor FromBytes(string name, ElementType type, ReadOnlySpan<long> dims, ReadOnlyMemory<byte> bytes)
    {
        var tensor = new Tensor(name, type, [.. dims], bytes);
        if (bytes.Length != tensor.ByteLength)
            throw new ArgumentException($"tensor '{name}' of {type}{tensor.Shape} has {tensor.ByteLength} bytes, not {bytes.Length}", nameof(bytes));
        return tensor;
    }

    /// <summary>A tensor of any unmanaged <typeparamref name="T"/> whose size is that of <paramref name="type"/>'s elements.</summary>
    public static Tensor From<T>(string name, ElementType type, ReadOnlySpan<long> dims, ReadOnlySpan<T> values) where T : unmanaged =>
        FromBytes(name, type, dims, MemoryMarshal.AsBytes(values).ToArray());

    public static Tensor From(string name, ReadOnlySpan<long> dims, ReadOnlySpan<float> values) => From(name, ElementType.Float, dims, values);

    public static Tensor From(string name, ReadOnlySpan<long> dims, ReadOnlySpan<long> values) => From(name, ElementType.Int64, dims, values);

    public static Tensor Scalar(string name, float value) => From(name, [], [value]);

    public static Tensor Scalar(string name, long value) => From(name, [], [value]);

    internal static Tensor FromExternal(string name, ElementType type, ReadOnlySpan<long> dims, ExternalData data, TensorProto? rest) =>
        new(name, type, [.. dims], default) { External = data, Rest = rest };

    internal static Tensor FromStrings(string name, ReadOnlySpan<long> dims, ImmutableArray<ByteString> strings, TensorProto? rest) =>
        new(name, ElementType.String, [.. dims], default) { Strings = strings, Rest = rest };

    internal Tensor WithRest(TensorProto rest) => new(Name, Type, Dims, _bytes) { External = External, Strings = Strings, Rest = rest };

    public Tensor Renamed(string name) => new(name, Type, Dims, _bytes) { External = External, Strings = Strings, Rest = Rest };

    /// <summary>The elements as <typeparamref name="T"/>, whose size must be that of the element type. No copy unless external.</summary>
    public ReadOnlySpan<T> As<T>() where T : unmanaged
    {
        if (Marshal.SizeOf<T>() * 8 != Type.Bits() && !(typeof(T) == typeof(bool) && Type == ElementType.Bool))
            throw new InvalidOperationException($"tensor '{Name}' holds {Type}, not {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    public override string ToString() => $"{Name}: {Type}{Shape}";
}
