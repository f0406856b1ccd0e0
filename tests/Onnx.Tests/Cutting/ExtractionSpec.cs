using System.Collections.Immutable;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Format;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>The cases that naive extraction gets wrong: bodies, shared and sparse weights, open sizes, external data.</summary>
public sealed class ExtractionSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx-extraction").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("h", "start")]
    [InlineData("looped")]
    public void LoopBodiesAreFollowed(params string[] at) => ProveAt(BodyModels.Loop(), at);

    [Theory]
    [InlineData("a", "d", "positive")]
    [InlineData("chosen")]
    public void IfBodiesAreFollowed(params string[] at) => ProveAt(BodyModels.If(), at);

    [Theory]
    [InlineData("rows", "mean")]
    [InlineData("outs")]
    public void ScanBodiesAreFollowed(params string[] at) => ProveAt(BodyModels.Scan(), at);

    [Fact]
    public void AWeightReadOnlyInABodyGoesWithTheBody()
    {
        var halves = Cut(BodyModels.Loop(), "h", "start");
        Assert.DoesNotContain("step", halves.Head.Graph.Constants.Keys);
        Assert.Contains("step", halves.Tail.Graph.Constants.Keys);
    }

    [Fact]
    public void WhatOnlyABodyReadsIsNamedAsCrossing()
    {
        var refusal = Assert.Throws<CutException>(() => Cut(BodyModels.If(), "a", "positive"));
        Assert.Equal("d", Assert.Single(refusal.AlsoCrossing));
    }

    [Theory]
    [InlineData("a_scaled", "inside a body of Loop 'looped'")]
    [InlineData("step", "constant")]
    [InlineData("nowhere", "no tensor 'nowhere'")]
    [InlineData("x", "model's input")]
    [InlineData("y", "model's output")]
    public void ANameThatIsNoPlaceForACutIsRefusedWithTheReason(string name, string reason)
    {
        var refusal = Assert.Throws<CutException>(() => Cut(BodyModels.Loop(), name));
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public void AWeightThatBothSidesReadIsInBoth()
    {
        var b = new GraphBuilder("shared");
        var w = b.Weight("w", [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        var middle = b.Tanh(b.MatMul(b.Input("x", ElementType.Float, ["N", 3]), w));
        b.Output(b.MatMul(middle, w), "y");
        var halves = ProveAt(b.Build(), middle.Name);
        Assert.Contains("w", halves.Head.Graph.Constants.Keys);
        Assert.Contains("w", halves.Tail.Graph.Constants.Keys);
    }

    [Fact]
    public void ASparseWeightGoesToTheSideThatReadsIt()
    {
        var b = new GraphBuilder("sparse");
        var x = b.Input("x", ElementType.Float, ["N", 2]);
        b.Append(new Node("Relu", ["x"], ["h"], ImmutableDictionary<string, NodeAttribute>.Empty, "h"));
        var built = b.Build();
        var sparse = new SparseTensor(new SparseTensorProto
        {
            Values = new() { Name = "s", DataType = (int)ElementType.Float, Dims = { 2 }, FloatData = { 3, 5 } },
            Indices = new() { DataType = (int)ElementType.Int64, Dims = { 2 }, Int64Data = { 1, 2 } },
            Dims = { 2, 2 },
        });
        var model = built with
        {
            Graph = built.Graph.With(
                nodes: built.Graph.Nodes.Add(new Node("MatMul", ["h", "s"], ["y"], ImmutableDictionary<string, NodeAttribute>.Empty, "y")),
                outputs: [new("y", ElementType.Float, ["N", 2])],
                sparseInitializers: [sparse]),
        };
        var halves = ProveAt(model, "h");
        Assert.Empty(halves.Head.Graph.SparseInitializers);
        Assert.Equal("s", Assert.Single(halves.Tail.Graph.SparseInitializers).Name);
    }

    [Fact]
    public void ASymbolicBatchStaysSymbolic()
    {
        var halves = Cut(BodyModels.Loop(), "looped");
        Assert.Equal("N", halves.Tail.Graph.Inputs.Single().Shape![0].Symbol);
        var three = Tensor.From("x", [3, 4], [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12f]);
        using var whole = new ModelRun(BodyModels.Loop());
        using var head = new ModelRun(halves.Head);
        using var tail = new ModelRun(halves.Tail);
        var fed = new Dictionary<string, Tensor> { ["x"] = three };
        Assert.Equal(0, TensorDifference.MaxAbs(whole.Run(fed)["y"], tail.Run(head.Run(fed))["y"]));
    }

    [Fact]
    public void VersionsAndMetadataAreKeptAndTheCutIsWrittenDown()
    {
        var model = BodyModels.Loop() with { Metadata = BodyModels.Loop().Metadata.Add("licence", "MIT") };
        var cutter = new Cutter(model);
        var halves = cutter.Extract(cutter.At("h", "start"), parentDigest: "abc");
        foreach (var (side, half) in new[] { ("head", halves.Head), ("tail", halves.Tail) })
        {
            var read = OnnxFile.Read(OnnxFile.ToBytes(half));
            Assert.Equal((model.IrVersion, model.Opset), (read.IrVersion, read.Opset));
            Assert.Equal("MIT", read.Metadata["licence"]);
            Assert.Equal("abc", read.Metadata[CutMetadata.Parent]);
            Assert.Equal("h,start", read.Metadata[CutMetadata.Tensors]);
            Assert.Equal(side, read.Metadata[CutMetadata.Side]);
        }
    }

    [Fact]
    public void HalvesShareTheExternalWeightsInTheirFolder()
    {
        string path = WriteExternal(columns: 4, weights: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        var model = OnnxFile.Read(path);
        var halves = ProveAt(model, "h");

        OnnxFile.Write(halves.Tail, Path.Combine(_folder, "tail.onnx"));
        Assert.False(File.Exists(Path.Combine(_folder, "tail.onnx.data")));
        Assert.Equal(Path.Combine(_folder, "weights.bin"), OnnxFile.Read(Path.Combine(_folder, "tail.onnx")).Graph.Initializers[0].External!.Path);

        string elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        OnnxFile.Write(halves.Tail, Path.Combine(elsewhere, "tail.onnx"));
        var copied = OnnxFile.Read(Path.Combine(elsewhere, "tail.onnx")).Graph.Initializers[0];
        Assert.Equal(Path.Combine(elsewhere, "tail.onnx.data"), copied.External!.Path);
        Assert.Equal(model.Graph.Initializers[0].Bytes.ToArray(), copied.Bytes.ToArray());
    }

    [Fact]
    public void AModelBeyondTwoGigabytesIsCutWithoutReadingItsWeights()
    {
        const long Columns = 150_000_000; // [4, columns] floats: 2.4 GB, as a sparse file
        string path = WriteExternal(Columns, weights: null);
        var halves = Cut(OnnxFile.Read(path), "h");
        // The weights, what crosses ([1, 4]) and the answer ([1, columns]).
        Assert.Equal(sizeof(float) * (4 * Columns + 4 + Columns), halves.Boundary.TailPeakBytes);
        OnnxFile.Write(halves.Tail, Path.Combine(_folder, "tail.onnx"));
        Assert.InRange(new FileInfo(Path.Combine(_folder, "tail.onnx")).Length, 1, 10_000);
        Assert.Throws<OnnxFormatException>(() => OnnxFile.ToBytes(halves.Tail));
    }

    private static Halves Cut(Model model, params string[] at)
    {
        var cutter = new Cutter(model);
        return cutter.Extract(cutter.At(at));
    }

    private static Halves ProveAt(Model model, params string[] at)
    {
        var halves = Cut(model, at);
        Assert.Equal(new EqualityReport(0, 1, 2), CutVerifier.Seeded(model).Check(halves));
        return halves;
    }

    /// <summary>y = relu(x) w, with w [4, columns] in weights.bin; all zeros where none are given.</summary>
    private string WriteExternal(long columns, float[]? weights)
    {
        string data = Path.Combine(_folder, "weights.bin");
        long bytes = 4 * columns * sizeof(float);
        using (var file = File.Create(data))
        {
            if (weights is null) file.SetLength(bytes);
            else file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        }
        var b = new GraphBuilder("external");
        b.Input("x", ElementType.Float, ["N", 4]);
        b.Append(new Node("Relu", ["x"], ["h"], ImmutableDictionary<string, NodeAttribute>.Empty, "h"));
        b.Output(b.MatMul(b["h"], b.Initializer(Tensor.FromExternal("w", ElementType.Float, [4, columns], new(data, 0, bytes), null))));
        string path = Path.Combine(_folder, "model.onnx");
        OnnxFile.Write(b.Build(), path);
        return path;
    }
}
