using System.Text;
using EdgeActors.Onnx.Format;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;
using EdgeActors.Onnx.Tests.Cutting;
using Google.Protobuf;

namespace EdgeActors.Onnx.Tests.Graphs;

/// <summary>Files as they come: damaged, foreign, from newer exporters, with weights elsewhere.</summary>
public sealed class OnnxFileSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-file").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ATruncatedFileIsRefusedWhereverItEnds()
    {
        byte[] whole = OnnxFile.ToBytes(BodyModels.Loop());
        for (int length = 0; length < whole.Length; length += 7)
        {
            byte[] part = whole[..length];
            try
            {
                // A cut between two fields of the outermost message can leave a file that parses: it must then still hold a graph.
                Assert.NotEmpty(OnnxFile.Read(part).Graph.Nodes);
            }
            catch (OnnxFormatException)
            {
            }
        }
        Assert.Throws<OnnxFormatException>(() => OnnxFile.Read(whole.AsMemory(0, whole.Length / 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no model")]
    [InlineData("{ \"json\": true }")]
    [InlineData("\u0089PNG\r\n\u001a\n")]
    public void AFileOfAnotherKindIsRefusedByName(string content)
    {
        string path = Path.Combine(_folder, "other.onnx");
        File.WriteAllText(path, content, Encoding.Latin1);
        var refusal = Assert.Throws<OnnxFormatException>(() => OnnxFile.Read(path));
        Assert.Contains(path, refusal.Message);
    }

    [Fact]
    public void FieldsUnknownToUsSurvive()
    {
        var proto = ModelProto.Parser.ParseFrom(OnnxFile.ToBytes(BodyModels.If()));
        proto.DocString = "documentation";
        proto.Graph.Node[0].MetadataProps.Add(new StringStringEntryProto { Key = "k", Value = "v" });
        // training_info = 20 of the model and device_configurations = 10 of a node, which our schema does not name.
        proto.MergeFrom(new byte[] { 0xA2, 0x01, 0x02, 0x08, 0x01 });
        proto.Graph.Node[0].MergeFrom(new byte[] { 0x52, 0x02, 0x08, 0x07 });
        byte[] given = proto.ToByteArray();

        var written = ModelProto.Parser.ParseFrom(OnnxFile.ToBytes(OnnxFile.Read(given)));

        Assert.Equal(ModelProto.Parser.ParseFrom(given), written);
    }

    [Fact]
    public void AnOperatorSetNewerThanTheRuntimeIsNamed()
    {
        var model = new GraphBuilder("future", opset: 99);
        model.Output(model.Relu(model.Input("x", ElementType.Float, [1])), "y");
        var refusal = Assert.Throws<OnnxFormatException>(() => new ModelRun(model.Build()));
        Assert.Contains("operator set 99", refusal.Message);
    }

    [Theory]
    [InlineData("../weights.bin", "outside the model's folder")]
    [InlineData("/etc/hostname", "outside the model's folder")]
    public void ExternalDataOutsideTheFolderIsRefused(string location, string reason)
    {
        var refusal = Assert.Throws<OnnxFormatException>(() => OnnxFile.Read(WithExternal(location, length: 8)));
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void ExternalDataThatIsMissingOrShortIsNamed()
    {
        var missing = OnnxFile.Read(WithExternal("gone.bin", length: 8)).Graph.Initializers[0];
        Assert.Contains("gone.bin", Assert.Throws<OnnxFormatException>(() => missing.Bytes).Message);

        File.WriteAllBytes(Path.Combine(_folder, "short.bin"), new byte[5]);
        var cut = OnnxFile.Read(WithExternal("short.bin", length: 8)).Graph.Initializers[0];
        Assert.Contains("has only 5", Assert.Throws<OnnxFormatException>(() => cut.Bytes).Message);

        Assert.Contains("needs 8 bytes", Assert.Throws<OnnxFormatException>(() => OnnxFile.Read(WithExternal("short.bin", length: 5))).Message);
    }

    [Fact]
    public void ACycleIsRefused()
    {
        var proto = ModelProto.Parser.ParseFrom(OnnxFile.ToBytes(BodyModels.Loop()));
        proto.Graph.Node.First(n => n.Output[0] == "h").Input[0] = "y";
        Assert.Contains("cycle", Assert.Throws<OnnxFormatException>(() => OnnxFile.Read(proto.ToByteArray())).Message);
    }

    [Fact]
    public void NodesInAnyOrderAreSorted()
    {
        var proto = ModelProto.Parser.ParseFrom(OnnxFile.ToBytes(BodyModels.Loop()));
        var reversed = proto.Graph.Node.Reverse().ToList();
        proto.Graph.Node.Clear();
        proto.Graph.Node.Add(reversed);
        var graph = OnnxFile.Read(proto.ToByteArray()).Graph;
        var made = graph.Inputs.Select(i => i.Name).Concat(graph.Constants.Keys).ToHashSet();
        foreach (var node in graph.Nodes)
        {
            Assert.All(node.Reads, r => Assert.Contains(r, made));
            made.UnionWith(node.Outputs);
        }
    }

    private string WithExternal(string location, int length)
    {
        var proto = ModelProto.Parser.ParseFrom(OnnxFile.ToBytes(BodyModels.Loop()));
        proto.Graph.Initializer.Insert(0, new TensorProto
        {
            Name = "outside",
            DataType = (int)ElementType.Float,
            Dims = { 2 },
            DataLocation = TensorProto.Types.DataLocation.External,
            ExternalData =
            {
                new StringStringEntryProto { Key = "location", Value = location },
                new StringStringEntryProto { Key = "length", Value = $"{length}" },
            },
        });
        string path = Path.Combine(_folder, "external.onnx");
        File.WriteAllBytes(path, proto.ToByteArray());
        return path;
    }
}
