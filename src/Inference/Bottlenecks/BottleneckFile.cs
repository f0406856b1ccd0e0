using System.Globalization;
using EdgeActors.Inference.Bundles;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// A network with a trained bottleneck as a further file of its model. Its metadata say what a bundle needs to know: where the encoder begins, how many
/// values a symbol has, and which rates are wanted.
/// </summary>
/// <param name="Rates">Bytes on the wire that nine of ten pictures may take, header included; in any order.</param>
public sealed record BottleneckFile(Model Network, string At, int Levels, IReadOnlyList<int> Rates)
{
    private const string AtKey = "edgeactors.bottleneck.at";
    private const string LevelsKey = "edgeactors.bottleneck.levels";
    private const string RatesKey = "edgeactors.bottleneck.rates";
    private const string RolePrefix = "bottleneck at ";

    /// <summary>Under which the manifest lists it.</summary>
    public string Role => RolePrefix + At;

    public string FileName => $"{BottleneckNames.CutId(At)}.onnx";

    /// <summary>The files of all bottlenecks of a model.</summary>
    public static IEnumerable<ModelFile> Of(ModelManifest manifest) =>
        manifest.Files.Where(f => f.Key.StartsWith(RolePrefix, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value);

    /// <summary>What the model has at a tensor already, or null.</summary>
    public static BottleneckFile? Find(StoredModel model, string tensor) =>
        model.Manifest.Files.TryGetValue(RolePrefix + tensor, out var file) ? Read(model.PathOf(file)) : null;

    /// <summary>Writes it beside the model, and the manifest anew: with a higher minor version, since a version names files.</summary>
    public StoredModel AddTo(StoredModel model)
    {
        var path = Path.Combine(model.Folder, FileName);
        OnnxFile.Write(Network with
        {
            Metadata = Network.Metadata.SetItem(AtKey, At).SetItem(LevelsKey, Levels.ToString(CultureInfo.InvariantCulture)).SetItem(RatesKey, string.Join(",", Rates)),
        }, path);
        var version = Version.TryParse(model.Manifest.Version, out var old) ? $"{old.Major}.{old.Minor + 1}.0" : $"{model.Manifest.Version}-neck";
        var manifest = model.Manifest with
        {
            Version = version,
            Files = new SortedDictionary<string, ModelFile>(model.Manifest.Files.ToDictionary(), StringComparer.Ordinal) { [Role] = ModelFile.Of(path) },
        };
        ModelStore.WriteManifest(manifest, Path.Combine(model.Folder, ModelManifest.FileName));
        return new StoredModel(manifest, model.Folder);
    }

    /// <exception cref="BottleneckException">Not a network with a bottleneck.</exception>
    public static BottleneckFile Read(string path)
    {
        var network = OnnxFile.Read(path);
        try
        {
            return new BottleneckFile(network, network.Metadata[AtKey], int.Parse(network.Metadata[LevelsKey], CultureInfo.InvariantCulture),
                [.. network.Metadata[RatesKey].Split(',').Select(r => int.Parse(r, CultureInfo.InvariantCulture))]);
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException)
        {
            throw new BottleneckException($"'{path}' says nothing of a bottleneck in its metadata: train it with 'models bottleneck'.");
        }
    }
}
