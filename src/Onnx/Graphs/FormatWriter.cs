using System.Collections.Immutable;
using System.Globalization;
using EdgeActors.Onnx.Format;
using Google.Protobuf;
using static EdgeActors.Onnx.Format.AttributeProto.Types;

namespace EdgeActors.Onnx.Graphs;

/// <summary>From graph types to the format's messages. <paramref name="place"/> says where a tensor's bytes go; null keeps them inside.</summary>
internal sealed class FormatWriter(Func<Tensor, ExternalData?> place)
{
    public ModelProto Model(Model model)
    {
        var proto = model.Rest?.Clone() ?? new ModelProto { ProducerName = "EdgeActors" };
        proto.IrVersion = model.IrVersion;
        proto.Graph = Graph(model.Graph);
        proto.OpsetImport.Add(model.Opsets.Select(o => new OperatorSetIdProto { Domain = o.Key, Version = o.Value }));
        proto.MetadataProps.Add(model.Metadata.Select(m => new StringStringEntryProto { Key = m.Key, Value = m.Value }));
        proto.Functions.Add(model.Functions.Select(f => f.Proto));
        return proto;
    }

    private GraphProto Graph(Graph graph)
    {
        var proto = graph.Rest?.Clone() ?? new GraphProto();
        proto.Name = graph.Name;
        proto.Input.Add(graph.Inputs.Select(Value));
        proto.Output.Add(graph.Outputs.Select(Value));
        proto.Node.Add(graph.Nodes.Select(Node));
        proto.Initializer.Add(graph.Initializers.Select(Tensor));
        proto.SparseInitializer.Add(graph.SparseInitializers.Select(s => s.Proto));
        proto.ValueInfo.Add(graph.Declared.Values.OrderBy(v => v.Name, StringComparer.Ordinal).Select(Value));
        return proto;
    }

    private static ValueInfoProto Value(Value value)
    {
        var proto = new ValueInfoProto { Name = value.Name };
        if (value.Composite is not null) proto.Type = value.Composite;
        else if (value.Type != ElementType.Undefined)
            proto.Type = new() { TensorType = new() { ElemType = (int)value.Type, Shape = value.Shape is null ? null : Shape(value.Shape) } };
        return proto;
    }

    private static TensorShapeProto Shape(Shape shape)
    {
        var proto = new TensorShapeProto();
        foreach (var dimension in shape)
        {
            var dim = new TensorShapeProto.Types.Dimension();
            if (dimension.IsKnown) dim.DimValue = dimension.Size;
            else if (dimension.Symbol is not null) dim.DimParam = dimension.Symbol;
            proto.Dim.Add(dim);
        }
        return proto;
    }

    private TensorProto Tensor(Tensor tensor)
    {
        var proto = tensor.Rest?.Clone() ?? new TensorProto();
        proto.Name = tensor.Name;
        proto.DataType = (int)tensor.Type;
        proto.Dims.Add(tensor.Dims);
        if (tensor.Type == ElementType.String) proto.StringData.Add(tensor.Strings);
        else if (place(tensor) is { } external)
        {
            proto.DataLocation = TensorProto.Types.DataLocation.External;
            Entry("location", external.Path);
            Entry("offset", external.Offset.ToString(CultureInfo.InvariantCulture));
            Entry("length", external.Length.ToString(CultureInfo.InvariantCulture));
        }
        else proto.RawData = UnsafeByteOperations.UnsafeWrap(tensor.Bytes);
        return proto;

        void Entry(string key, string value) => proto.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private NodeProto Node(Node node)
    {
        var proto = node.Rest?.Clone() ?? new NodeProto();
        proto.OpType = node.Op;
        proto.Name = node.Name;
        proto.Domain = node.Domain;
        proto.Input.Add(node.Inputs);
        proto.Output.Add(node.Outputs);
        proto.Attribute.Add(node.Attributes.Values.OrderBy(a => a.Name, StringComparer.Ordinal).Select(Attribute));
        return proto;
    }

    private AttributeProto Attribute(NodeAttribute attribute)
    {
        if (attribute.Raw is AttributeProto verbatim) return verbatim;
        var proto = new AttributeProto { Name = attribute.Name };
        switch (attribute.Raw)
        {
            case float value:
                proto.Type = AttributeType.Float;
                proto.F = value;
                break;
            case long value:
                proto.Type = AttributeType.Int;
                proto.I = value;
                break;
            case string value:
                proto.Type = AttributeType.String;
                proto.S = ByteString.CopyFromUtf8(value);
                break;
            case Tensor value:
                proto.Type = AttributeType.Tensor;
                proto.T = Tensor(value);
                break;
            case Graph value:
                proto.Type = AttributeType.Graph;
                proto.G = Graph(value);
                break;
            case ImmutableArray<float> values:
                proto.Type = AttributeType.Floats;
                proto.Floats.Add(values);
                break;
            case ImmutableArray<long> values:
                proto.Type = AttributeType.Ints;
                proto.Ints.Add(values);
                break;
            case ImmutableArray<string> values:
                proto.Type = AttributeType.Strings;
                proto.Strings.Add(values.Select(ByteString.CopyFromUtf8));
                break;
            case ImmutableArray<Graph> values:
                proto.Type = AttributeType.Graphs;
                proto.Graphs.Add(values.Select(Graph));
                break;
        }
        return proto;
    }
}
