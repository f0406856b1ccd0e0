using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// Cuts a model wherever cutting can pay, proves each cut, tries the codecs at it, and puts the lot into a cache as one bundle.
/// </summary>
public sealed class BundleBuilder(BundleBuilderOptions? options = null)
{
    private readonly BundleBuilderOptions _options = options ?? new BundleBuilderOptions();

    /// <summary>
    /// The bundle that lies beside a model (<c>bundle.json</c>, made by <c>models bundle</c>), its halves cut again and compared by digest; where
    /// there is none, one built without examples.
    /// </summary>
    /// <exception cref="BundleException">The published bundle is not of this model, or this program cuts it differently.</exception>
    public Bundle Prepare(StoredModel model, BundleCache cache)
    {
        var published = Path.Combine(model.Folder, BundleFiles.Published);
        if (!File.Exists(published)) return Build(model, cache);

        var bundle = Bundle.FromBytes(File.ReadAllBytes(published));
        if (bundle.Whole.Sha256 != model.Manifest.File.Sha256)
            throw new BundleException(BundleException.DigestMismatch,
                $"{published} is of {bundle.Whole.Sha256}, but {model.Path} is {model.Manifest.File.Sha256}: run 'models bundle {bundle.Model}' again.");
        var cutter = CutterFor(model.Manifest, OnnxFile.Read(model.Path));
        KeepFiles(model, cache);
        foreach (var cut in bundle.Cuts)
        {
            var halves = cut.Network is { } network
                ? BottleneckOf(model, network).Halves(network.Sha256)
                : cutter.Extract(cutter.At([.. cut.Tensors.Select(t => t.Name)]), bundle.Whole.Sha256);
            cache.AddFile(cut.Head, OnnxFile.ToBytes(halves.Head));
            cache.AddFile(cut.Tail, OnnxFile.ToBytes(halves.Tail));
        }
        cache.AddBundle(bundle);
        return bundle;
    }

    /// <param name="examples">Without them, no codec clips, and losses are measured as changed answers on seeded inputs.</param>
    public Bundle Build(StoredModel model, BundleCache cache, BundleExamples? examples = null)
    {
        var manifest = model.Manifest;
        var whole = OnnxFile.Read(model.Path);
        var cutter = CutterFor(manifest, whole);
        var verifier = CutVerifier.Seeded(whole, _options.EqualityExamples);
        using var session = new PartitionSession(model.Path);
        var trial = Reference.Of(session, examples, _options.StandInExamples);
        var taken = new HashSet<string>();

        var bundle = new Bundle
        {
            Model = manifest.Name,
            Version = manifest.Version,
            Task = manifest.Task,
            Whole = new FileReference(manifest.File.Sha256, manifest.File.Bytes),
            Macs = cutter.Macs,
            PeakBytes = cutter.PeakBytes,
            Picture = manifest.Picture,
            Text = manifest.Text,
            Files = manifest.Text is null ? null : manifest.Files.ToDictionary(f => f.Key, f => new FileReference(f.Value.Sha256, f.Value.Bytes)),
            Labels = manifest.Labels,
            Cuts = [.. CutSelection.Of(cutter.Boundaries(), cutter.Macs, _options.MostCuts, decoded: manifest.Text is not null)
                .Select(boundary => Cut(cutter, boundary, verifier, manifest, trial, examples, taken, cache))
                .OfType<BundleCut>()],
        };
        KeepFiles(model, cache);
        if (examples is not null) bundle = With(bundle, Bottlenecks(model, trial, examples, cache));
        cache.AddBundle(bundle);
        return bundle;
    }

    /// <summary>
    /// A bundle with the model's bottlenecks measured anew and every other cut as it is: training one does not change what the uncut model's own
    /// cuts do.
    /// </summary>
    public Bundle WithBottlenecks(Bundle bundle, StoredModel model, BundleCache cache, BundleExamples examples)
    {
        using var session = new PartitionSession(model.Path);
        return With(bundle with { Version = model.Manifest.Version }, Bottlenecks(model, Reference.Of(session, examples, _options.StandInExamples), examples, cache));
    }

    private static Bundle With(Bundle bundle, IReadOnlyList<BundleCut> bottlenecks) =>
        bundle with { Cuts = [.. bundle.Cuts.Where(c => c.Network is null).Concat(bottlenecks).OrderBy(c => c.HeadMacs)] };

    private static BundleCut[] Bottlenecks(StoredModel model, Reference reference, BundleExamples examples, BundleCache cache) =>
        [.. BottleneckFile.Of(model.Manifest).Select(file => new BottleneckCut(model.PathOf(file)).Measure(examples, reference.Score, reference.Whole, cache))];

    private static BottleneckCut BottleneckOf(StoredModel model, FileReference network) =>
        BottleneckFile.Of(model.Manifest).FirstOrDefault(f => f.Sha256 == network.Sha256) is { } file
            ? new BottleneckCut(model.PathOf(file))
            : throw new BundleException(BundleException.Missing,
                $"The published bundle of {model.Manifest.Name} has a bottleneck from {network.Sha256}, but the manifest lists no such file: run 'models bottleneck' again.");

    /// <summary>A question is part of the request, so both sides have it: only what comes of the picture crosses.</summary>
    private static Cutter CutterFor(ModelManifest manifest, Model whole) =>
        new(whole, common: [.. whole.Graph.FedInputs.Select(i => i.Name).Where(i => manifest.Picture is not null && i != manifest.Picture.Tensor)]);

    /// <summary>The files that hosts run. Of a network with a bottleneck they run the halves.</summary>
    private static void KeepFiles(StoredModel model, BundleCache cache)
    {
        foreach (var file in model.Manifest.AllFiles.Except(BottleneckFile.Of(model.Manifest)))
            cache.AddFile(new FileReference(file.Sha256, file.Bytes), File.ReadAllBytes(model.PathOf(file)));
    }

    /// <returns>Null where the halves do not give what the whole gives: such a cut is not offered.</returns>
    private BundleCut? Cut(
        Cutter cutter, Boundary boundary, CutVerifier verifier, ModelManifest manifest, Reference reference, BundleExamples? examples, HashSet<string> taken, BundleCache cache)
    {
        var halves = cutter.Extract(boundary, manifest.File.Sha256);
        var equality = verifier.Check(halves);
        if (!equality.Holds) return null;

        var (headFile, tailFile) = (OnnxFile.ToBytes(halves.Head), OnnxFile.ToBytes(halves.Tail));
        var id = CutSelection.Name(boundary, taken);
        using var head = new PartitionSession(headFile, $"the head of {manifest.Name} at {id}");
        using var tail = new PartitionSession(tailFile, $"the tail of {manifest.Name} at {id}");
        var trial = new CodecTrial(head, tail, id);
        var tensors = boundary.Tensors.Select(t => Describe(t, head)).ToList();
        var cut = new BundleCut
        {
            Id = id,
            Tensors = examples is null ? tensors : trial.Calibrate(tensors, examples.Calibration),
            Head = cache.AddFile(headFile),
            Tail = cache.AddFile(tailFile),
            HeadMacs = boundary.HeadMacs,
            TailMacs = boundary.TailMacs,
            HeadPeakBytes = boundary.HeadPeakBytes,
            TailPeakBytes = boundary.TailPeakBytes,
            Codecs = [],
            Equality = new CutEquality(equality.MaxAbsDifference, equality.Top1Agreement, equality.Examples),
        };
        return cut with { Codecs = trial.Try(cut, _options.Codecs, reference.Examples, reference.Score, reference.Whole) };
    }

    /// <summary>Static dimensions as found for one example, the batch free where the runtime says so.</summary>
    private static CutTensor Describe(Value value, PartitionSession head)
    {
        var spec = head.Outputs.Single(o => o.Name == value.Name);
        return new CutTensor(value.Name, spec.ElementType, [.. value.Shape!.Select((d, axis) => axis == 0 && spec.HasFreeBatch ? -1 : d.Size)]);
    }

    /// <summary>The examples, how answers to them are scored, and the points of the uncut model; losses are counted against those.</summary>
    private sealed record Reference(
        IReadOnlyList<LabelledInput> Examples, Func<IReadOnlyList<IReadOnlyList<TensorData>>, double> Score, double Whole)
    {
        private const int Seed = 20_260;

        public static Reference Of(PartitionSession whole, BundleExamples? real, int standIns)
        {
            var examples = real?.Evaluation ?? StandIns(whole.Inputs, standIns);
            var outputs = examples.Chunk(32).SelectMany(b => whole.RunBatch([.. b.Select(e => e.For(whole))])).ToArray();
            var score = real?.Score ?? RightLabels(real is null ? [.. outputs.Select(o => CodecTrial.BestLabel(o[0]))] : [.. examples.Select(e => e.Label)]);
            return new Reference(examples, score, score(outputs));
        }

        private static Func<IReadOnlyList<IReadOnlyList<TensorData>>, double> RightLabels(int[] expected) =>
            outputs => 100.0 * outputs.Where((o, i) => CodecTrial.BestLabel(o[0]) == expected[i]).Count() / expected.Length;

        /// <summary>Smooth random pictures: white noise would not look like anything a network was made for. Other inputs are small whole numbers.</summary>
        private static LabelledInput[] StandIns(IReadOnlyList<TensorSpec> inputs, int count)
        {
            var picture = inputs.FirstOrDefault(i => i.ElementType == TensorElementType.Float)
                ?? throw new BundleException(BundleException.Invalid, $"The model takes {string.Join("; ", inputs)}, nothing of float32: give real examples to build a bundle.");
            var random = new Random(Seed);
            return [.. Enumerable.Range(0, count).Select(_ => new LabelledInput(Smooth(picture, random), -1)
            {
                Question = [.. inputs.Where(i => i != picture).Select(i => Ones(i))],
            })];
        }

        private static TensorData Smooth(TensorSpec input, Random random)
        {
            var (shape, level) = (One(input), 0.0);
            var values = new float[shape.Aggregate(1L, (n, d) => n * d)];
            for (var i = 0; i < values.Length; i++) values[i] = (float)(level = 0.95 * level + 0.3 * (2 * random.NextDouble() - 1) * Math.Sqrt(3));
            return TensorData.OfFloats(input.Name, shape, values);
        }

        /// <summary>A mask of all, or the token after the first.</summary>
        private static TensorData Ones(TensorSpec input)
        {
            var shape = One(input);
            return TensorData.OfInt64s(input.Name, shape, [.. Enumerable.Repeat(1L, (int)shape.Aggregate(1L, (n, d) => n * d))]);
        }

        /// <summary>The shape of one example.</summary>
        private static long[] One(TensorSpec input) => [.. input.Shape.Select(d => Math.Max(d, 1))];
    }
}
