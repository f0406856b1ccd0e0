using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using EdgeActors.Onnx.Format;
using Google.Protobuf;
using static EdgeActors.Onnx.Format.AttributeProto.Types;

namespace EdgeActors.Onnx.Graphs;

/// <summary>
/// From the format's messages to graph types. <paramref name="folder"/> is where external data is looked for. The messages are
/// used up: what a graph type takes over is cleared, and what stays (documentation, fields unknown to us) becomes its <c>Rest</c>.
/// </summary>
internal sealed class FormatReader(string? folder)
{
    public Model Model(ModelProto proto, string? path)
    {
        var model = new Model(
            Graph(proto.Graph),
            proto.OpsetImport.GroupBy(o => o.Domain).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Version, StringComparer.Ordinal),
            proto.IrVersion)
        {
            Metadata = proto.MetadataProps.GroupBy(p => p.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
            Functions = [.. proto.Functions.Select(f => new Function(f))],
            Path = path,
            Rest = proto,
        };
        proto.Graph = null;
        proto.OpsetImport.Clear();
        proto.MetadataProps.Clear();
        proto.Functions.Clear();
        return model;
    }

    public Graph Graph(GraphProto proto)
    {
        var graph = new Graph(
            proto.Name,
            [.. proto.Input.Select(Value)],
            [.. proto.Output.Select(Value)],
            [.. proto.Node.Select(Node)],
            [.. proto.Initializer.Select(Tensor)],
            proto.ValueInfo.GroupBy(v => v.Name).ToImmutableDictionary(g => g.Key, g => Value(g.Last())),
            [.. proto.SparseInitializer.Select(s => new SparseTensor(s))]) { Rest = proto };
        proto.Input.Clear();
        proto.Output.Clear();
        proto.Node.Clear();
        proto.Initializer.Clear();
        proto.ValueInfo.Clear();
        proto.SparseInitializer.Clear();
        return graph;
    }

    public static Value Value(ValueInfoProto proto)
    {
        var type = proto.Type;
        if (type is null) return new(proto.Name);
        if (type.ValueCase is not TypeProto.ValueOneofCase.TensorType)
            return new(proto.Name) { Composite = type.ValueCase is TypeProto.ValueOneofCase.None ? null : type };
        var shape = type.TensorType.Shape is null ? null : Graphs.Shape.Of(type.TensorType.Shape.Dim.Select(Dimension));
        return new(proto.Name, (ElementType)type.TensorType.ElemType, shape);
    }

    public Tensor Tensor(TensorProto proto)
    {
        ReadOnlySpan<long> dims = [.. proto.Dims];
        var type = (ElementType)proto.DataType;
        var rest = new TensorProto { DocString = proto.DocString, MetadataProps = { proto.MetadataProps } };
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
            return Graphs.Tensor.FromExternal(proto.Name, type, dims, External(proto), rest);
        if (type == ElementType.String) return Graphs.Tensor.FromStrings(proto.Name, dims, [.. proto.StringData], rest);
        try
        {
            return Graphs.Tensor.FromBytes(proto.Name, type, dims, proto.RawData.IsEmpty ? Unpack(proto, type) : proto.RawData.Memory).WithRest(rest);
        }
        catch (ArgumentException e)
        {
            throw new OnnxFormatException(e.Message, e);
        }
    }

    private static Dimension Dimension(TensorShapeProto.Types.Dimension dim) => dim.ValueCase switch
    {
        // Some exporters write -1 for a size they do not know.
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dim.DimValue >= 0 => dim.DimValue,
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam => dim.DimParam,
        _ => Graphs.Dimension.Unknown,
    };

    private Node Node(NodeProto proto)
    {
        var node = new Node(
            proto.OpType,
            [.. proto.Input],
            [.. proto.Output],
            proto.Attribute.ToImmutableDictionary(a => a.Name, Attribute),
            proto.Name,
            proto.Domain) { Rest = proto };
        proto.Input.Clear();
        proto.Output.Clear();
        proto.Attribute.Clear();
        return node;
    }

    private NodeAttribute Attribute(AttributeProto a) => KindOf(a) switch
    {
        _ when a.RefAttrName.Length > 0 => new(a.Clone()),
        AttributeType.Float => new(a.Name, a.F),
        AttributeType.Int => new(a.Name, a.I),
        // Bytes that are no UTF-8 would not survive as text: such a string is kept as it came.
        AttributeType.String => a.S.ToStringUtf8() is var text && ByteString.CopyFromUtf8(text).Equals(a.S) ? new(a.Name, text) : new(a.Clone()),
        AttributeType.Tensor => new(a.Name, Tensor(a.T)),
        AttributeType.Graph => new(a.Name, Graph(a.G)),
        AttributeType.Floats => new(a.Name, [.. a.Floats]),
        AttributeType.Ints => new(a.Name, [.. a.Ints]),
        AttributeType.Strings => new(a.Name, (ReadOnlySpan<string>)[.. a.Strings.Select(s => s.ToStringUtf8())]),
        AttributeType.Graphs => new(a.Name, [.. a.Graphs.Select(Graph)]),
        _ => new(a.Clone()),
    };

    /// <summary>Files before IR version 2 leave the type out: it is then that of the field that is set.</summary>
    private static AttributeType KindOf(AttributeProto a) => a switch
    {
        { Type: not AttributeType.Undefined } => a.Type,
        { T: not null } => AttributeType.Tensor,
        { G: not null } => AttributeType.Graph,
        { S.IsEmpty: false } => AttributeType.String,
        { Floats.Count: > 0 } => AttributeType.Floats,
        { Ints.Count: > 0 } => AttributeType.Ints,
        { Strings.Count: > 0 } => AttributeType.Strings,
        { F: not 0 } => AttributeType.Float,
        _ => AttributeType.Int,
    };

    /// <summary>The bytes of a tensor whose elements are in the typed fields instead of <c>raw_data</c>.</summary>
    private static byte[] Unpack(TensorProto proto, ElementType type)
    {
        if (type == ElementType.Float) return Bytes<float>([.. proto.FloatData]);
        if (type == ElementType.Complex64) return Bytes<float>([.. proto.FloatData]);
        if (type is ElementType.Double or ElementType.Complex128) return Bytes<double>([.. proto.DoubleData]);
        if (type == ElementType.Int64) return Bytes<long>([.. proto.Int64Data]);
        if (type == ElementType.UInt64) return Bytes<ulong>([.. proto.Uint64Data]);
        if (type == ElementType.UInt32) return Bytes<uint>([.. proto.Uint64Data.Select(v => (uint)v)]);
        if (type == ElementType.Int32) return Bytes<int>([.. proto.Int32Data]);
        int size = type.Bits() / 8;
        if (size is not (0 or 1 or 2)) throw new OnnxFormatException($"tensor '{proto.Name}' has element type {proto.DataType}, which is not known");
        byte[] bytes = new byte[type.Bits() == 4 ? proto.Int32Data.Count : proto.Int32Data.Count * size];
        for (int i = 0; i < proto.Int32Data.Count; i++)
        {
            if (size == 2) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)proto.Int32Data[i]);
            else bytes[i] = (byte)proto.Int32Data[i];
        }
        return bytes;
    }

    private static byte[] Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();

    private ExternalData External(TensorProto proto)
    {
        string? Entry(string key) => proto.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;
        string location = Entry("location") ?? throw new OnnxFormatException($"tensor '{proto.Name}' is external but names no location");
        if (folder is null) throw new OnnxFormatException($"tensor '{proto.Name}' keeps its data in '{location}': read the model from its file");
        string path = Path.GetFullPath(Path.Combine(folder, location));
        // A model may come from anyone: it must not name files outside its own folder.
        if (Path.IsPathRooted(location) || !path.StartsWith(Path.GetFullPath(folder).TrimEnd('/') + '/', StringComparison.Ordinal))
            throw new OnnxFormatException($"tensor '{proto.Name}' keeps its data in '{location}', outside the model's folder: refused");
        long offset = Number(proto, "offset", Entry("offset")) ?? 0;
        long expected = ((ElementType)proto.DataType).Bytes(proto.Dims.Aggregate(1L, (n, d) => checked(n * d)));
        long length = Number(proto, "length", Entry("length")) ?? expected;
        if (length != expected)
            throw new OnnxFormatException($"tensor '{proto.Name}' needs {expected} bytes, but its external data says {length}");
        return new(path, offset, length);
    }

    private static long? Number(TensorProto proto, string key, string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw new OnnxFormatException($"tensor '{proto.Name}': external {key} '{text}' is no number");
}
