using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// A model with the places where it may be cut, as one artifact that both sides of a link agree on. Its name is the SHA-256 of its
/// canonical JSON, and that JSON holds the digests of every file, so two hosts that name the same bundle run the same bytes.
/// </summary>
public sealed record Bundle
{
    public const int CurrentSchema = 1;

    // Beside the record, not in it: a copy made by `with` must not inherit its origin's name.
    private static readonly ConditionalWeakTable<Bundle, string> Ids = [];

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the model that was cut.</summary>
    public required string Model { get; init; }

    public required string Version { get; init; }

    /// <summary>One of <see cref="Tasks.TaskNames"/>.</summary>
    public required string Task { get; init; }

    /// <summary>The uncut graph: what the device runs at <see cref="CutNames.Output"/> and the edge at <see cref="CutNames.Input"/>.</summary>
    public required FileReference Whole { get; init; }

    /// <summary>Multiply-adds of the uncut graph for one example.</summary>
    public required long Macs { get; init; }

    /// <summary>Peak bytes of weights and activations of the uncut graph for one example.</summary>
    public required long PeakBytes { get; init; }

    public PictureInput? Picture { get; init; }

    /// <summary>How the model reads and writes words; absent for a classifier.</summary>
    public TextFormat? Text { get; init; }

    /// <summary>
    /// By role (<see cref="ModelFiles"/>): what turns the graph's outputs into an answer, needed wherever the last part runs; absent for a
    /// classifier.
    /// </summary>
    public IReadOnlyDictionary<string, FileReference>? Files { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>From the input towards the output.</summary>
    public required IReadOnlyList<BundleCut> Cuts { get; init; }

    [JsonIgnore]
    public string Id => Ids.GetValue(this, bundle => Sha256Digest.Of(bundle.ToBytes()));

    /// <exception cref="BundleException">There is no such cut; the message names those there are.</exception>
    public BundleCut Cut(string id) => Cuts.FirstOrDefault(c => c.Id == id)
        ?? throw new BundleException(BundleException.CutUnknown,
            $"Bundle {Id[..12]} of {Model} has no cut '{id}': it has {string.Join(", ", Cuts.Select(c => c.Id))}.");

    /// <summary>What the device runs for a cut; <see cref="CutNames.Output"/> is the whole graph, <see cref="CutNames.Input"/> nothing.</summary>
    public FileReference? HeadFile(string cut) => cut switch
    {
        CutNames.Input => null,
        CutNames.Output => Whole,
        _ => Cut(cut).Head,
    };

    /// <summary>What the edge runs for a cut; <see cref="CutNames.Input"/> is the whole graph, <see cref="CutNames.Output"/> nothing.</summary>
    public FileReference? TailFile(string cut) => cut switch
    {
        CutNames.Input => Whole,
        CutNames.Output => null,
        _ => Cut(cut).Tail,
    };

    /// <summary>
    /// What a device needs beside its head: the vocabulary where a question is asked, since the head may read it, and with the whole model all that
    /// writes the answer.
    /// </summary>
    public IEnumerable<FileReference> FilesBeside(string cut) => (Files, cut) switch
    {
        (null, _) or (_, CutNames.Input) => [],
        ({ } files, CutNames.Output) => files.Values,
        ({ } files, _) => Text?.Question is null ? [] : [files[ModelFiles.Vocabulary]],
    };

    /// <summary>The canonical JSON, UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Canonical);

    /// <exception cref="BundleException">Not a bundle, or of a schema newer than this program.</exception>
    public static Bundle FromBytes(ReadOnlySpan<byte> json)
    {
        Bundle bundle;
        try
        {
            bundle = JsonSerializer.Deserialize<Bundle>(json, ManifestJson.Canonical)
                ?? throw new BundleException(BundleException.Invalid, "The bundle manifest is null: fetch it again.");
        }
        catch (JsonException e)
        {
            throw new BundleException(BundleException.Invalid, $"The bundle manifest cannot be read: {e.Message}", e);
        }
        if (bundle.Schema > CurrentSchema)
            throw new BundleException(BundleException.Invalid,
                $"Bundle of {bundle.Model} has schema {bundle.Schema}, this program reads up to {CurrentSchema}: update it.");
        if (bundle.Fault() is { } fault) throw new BundleException(BundleException.Invalid, $"Bundle of {bundle.Model}: {fault}.");

        // The name covers the bytes as they came: a later program may have written members that this one does not know.
        Ids.Add(bundle, Sha256Digest.Of(json));
        return bundle;
    }

    /// <summary>What in it cannot be, in words, or null.</summary>
    public string? Fault() => this switch
    {
        _ when !ModelNames.IsValid(Model) => $"'{Model}' is not a model name",
        _ when !Sha256Digest.IsDigest(Whole.Sha256) => $"'{Whole.Sha256}' is not a digest",
        _ when Cuts.Select(c => c.Id).Distinct().Count() != Cuts.Count => "two cuts have the same id",
        _ when Cuts.Select(c => c.Fault()).FirstOrDefault(f => f is not null) is { } fault => fault,
        _ when (Picture?.Fault() ?? Text?.Fault()) is { } fault => fault,
        _ when Files?.FirstOrDefault(f => !Sha256Digest.IsDigest(f.Value.Sha256)) is { Key: { } role } => $"the file for '{role}' lacks its digest",
        _ => null,
    };

    public bool Equals(Bundle? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
