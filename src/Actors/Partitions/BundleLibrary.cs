using System.Collections.Concurrent;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Text;

namespace EdgeActors.Actors.Partitions;

/// <summary>The bundles that one host can run, over the cache that holds their files. Safe to use from many threads.</summary>
public sealed class BundleLibrary(BundleCache cache)
{
    private readonly ConcurrentDictionary<string, Bundle> _byId = [];
    private readonly ConcurrentDictionary<string, Bundle> _byTask = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<PartitionProfile>> _profiles = [];

    private readonly ConcurrentDictionary<string, TextTokenizer> _tokenizers = [];

    public BundleCache Cache { get; } = cache;

    public IReadOnlyCollection<Bundle> Bundles => [.. _byId.Values];

    /// <summary>
    /// Makes a bundle of the cache runnable. The first model of a task answers it, so that a further model in the folder changes nothing;
    /// another bundle of the same model takes its place.
    /// </summary>
    public void Add(Bundle bundle)
    {
        _byId[bundle.Id] = bundle;
        _byTask.AddOrUpdate(bundle.Task, bundle, (_, answering) => answering.Model == bundle.Model ? bundle : answering);
    }

    /// <summary>How fast this host runs a bundle, once that has been measured; splits start from guesses.</summary>
    public void Profile(Bundle bundle, IReadOnlyList<PartitionProfile> profiles) => _profiles[bundle.Id] = profiles;

    public Bundle? ForTask(string task) => _byTask.GetValueOrDefault(task);

    public IReadOnlyList<PartitionProfile> ProfilesOf(Bundle bundle) => _profiles.GetValueOrDefault(bundle.Id, []);

    public Bundle? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The tensors of a question, on whichever side they are read; none for a model that is asked nothing.</summary>
    /// <exception cref="InferenceException">There is no question, or more than the model reads; or the cache lacks the vocabulary.</exception>
    public IReadOnlyList<TensorData> QuestionOf(Bundle bundle, string? question) => bundle is { Text: { Question: not null } format, Files: { } files }
        ? _tokenizers.GetOrAdd(files[ModelFiles.Vocabulary].Sha256, sha256 => TextTokenizer.Open(Cache.PathOf(sha256))).Question(question ?? "", format)
        : [];

    /// <summary>Whether this host can run the whole of it, the writing of answers included.</summary>
    public bool HoldsWhole(Bundle bundle) => Cache.Contains(bundle.Whole.Sha256) && (bundle.Files?.Values.All(file => Cache.Contains(file.Sha256)) ?? true);

    /// <exception cref="BundleException">The cache does not hold it.</exception>
    public string PathOf(FileReference file) => Cache.PathOf(file.Sha256);

    /// <summary>The graph that a file reference names, as a partition to be run.</summary>
    /// <exception cref="BundleException">The cache does not hold it.</exception>
    public PartitionKey KeyOf(Bundle bundle, FileReference file) => new(bundle.Model, file.Sha256, PathOf(file));
}
