using EdgeActors.Onnx.Format;
using Google.Protobuf;

namespace EdgeActors.Onnx.Graphs;

/// <summary>Reads and writes ONNX files, weights in external files included.</summary>
public static class OnnxFile
{
    /// <summary>Protobuf ends at 2 GiB; weights beyond this go to a file of their own. Bytes.</summary>
    private const long LargestInline = 1_900_000_000;

    /// <summary>Tensors below this many bytes stay in the ONNX file even when the others go outside: shapes and scalars.</summary>
    private const long SmallestExternal = 1024;

    /// <summary>Engines map external data by page: offsets are multiples of this.</summary>
    private const long Alignment = 4096;

    /// <exception cref="OnnxFormatException">The file is no ONNX file, is truncated, or is refused by name.</exception>
    public static Model Read(string path)
    {
        string full = Path.GetFullPath(path);
        using var stream = File.OpenRead(full);
        return Parse(() => ModelProto.Parser.ParseFrom(CodedInputStream.CreateWithLimits(stream, int.MaxValue, 200)), full, $"'{path}'");
    }

    /// <summary>A model whose weights are all inside <paramref name="bytes"/>.</summary>
    public static Model Read(ReadOnlyMemory<byte> bytes) => Parse(() => ModelProto.Parser.ParseFrom(bytes.Span), null, "the model");

    /// <summary>One tensor of a <c>.pb</c> file, as reference inputs and outputs are published.</summary>
    public static Tensor ReadTensor(string path)
    {
        try
        {
            return new FormatReader(Path.GetDirectoryName(Path.GetFullPath(path))).Tensor(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new OnnxFormatException($"'{path}' is no ONNX tensor, or is truncated: {e.Message}", e);
        }
    }

    /// <summary>
    /// Writes the model; the file appears whole or not at all. Weights that already lie in an external file in the same folder stay
    /// there and are shared. Others go into <c>NAME.onnx.data</c> beside it, if they were external or would pass the format's 2 GiB.
    /// </summary>
    public static void Write(Model model, string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        string data = Path.GetFileName(full) + ".data";
        bool allOutside = model.Graph.Initializers.Where(t => t.External is null).Sum(t => t.ByteLength) > LargestInline;
        string unfinished = full + ".unfinished";
        FileStream? outside = null;
        try
        {
            var proto = new FormatWriter(Place).Model(model);
            using (var stream = File.Create(unfinished)) proto.WriteTo(stream);
            if (outside is not null)
            {
                outside.Dispose();
                File.Move(full + ".data.unfinished", Path.Combine(folder, data), overwrite: true);
            }
            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            outside?.Dispose();
            File.Delete(unfinished);
            File.Delete(full + ".data.unfinished");
        }

        ExternalData? Place(Tensor tensor)
        {
            if (tensor.External is { } external && Path.GetDirectoryName(external.Path) == folder && Path.GetFileName(external.Path) != data)
                return external with { Path = Path.GetFileName(external.Path) };
            if (tensor.External is null && !(allOutside && tensor.ByteLength >= SmallestExternal)) return null;
            outside ??= File.Create(full + ".data.unfinished");
            outside.Position = (outside.Length + Alignment - 1) / Alignment * Alignment;
            var placed = new ExternalData(data, outside.Position, tensor.ByteLength);
            if (tensor.External is null) outside.Write(tensor.Bytes.Span);
            else tensor.External.CopyTo(outside, tensor.Name);
            return placed;
        }
    }

    /// <summary>The model as one blob, external weights drawn in.</summary>
    /// <exception cref="OnnxFormatException">It would pass the format's 2 GiB.</exception>
    public static byte[] ToBytes(Model model)
    {
        long weights = model.Graph.Initializers.Sum(t => t.ByteLength);
        if (weights > LargestInline)
            throw new OnnxFormatException($"the model's weights are {weights} bytes, above the format's 2 GiB: write it to a file");
        return new FormatWriter(_ => null).Model(model).ToByteArray();
    }

    private static Model Parse(Func<ModelProto> parse, string? path, string called)
    {
        ModelProto proto;
        try
        {
            proto = parse();
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new OnnxFormatException($"{called} is no ONNX file, or is truncated: {e.Message}", e);
        }
        if (proto.Graph is null || proto.IrVersion <= 0 || (proto.Graph.Node.Count == 0 && proto.Graph.Output.Count == 0))
            throw new OnnxFormatException($"{called} is no ONNX model: it holds no graph");
        if (proto.OpsetImport.Count == 0 && proto.IrVersion >= 3)
            throw new OnnxFormatException($"{called} names no operator set, so its operators have no meaning");
        try
        {
            return new FormatReader(path is null ? null : Path.GetDirectoryName(path)).Model(proto, path);
        }
        catch (OnnxFormatException e)
        {
            throw new OnnxFormatException($"{called}: {e.Message}", e);
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new OnnxFormatException($"{called} is damaged: {e.Message}", e);
        }
    }
}
