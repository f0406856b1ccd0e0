using System.Collections.Concurrent;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;

namespace EdgeActors.Actors.Partitions;

/// <summary>The bundles that one host can run, over the cache that holds their files. Safe to use from many threads.</summary>
public sealed class BundleLibrary(BundleCache cache)
{
    private readonly ConcurrentDictionary<string, Bundle> _byId = [];
    private readonly ConcurrentDictionary<string, Bundle> _byTask = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<PartitionProfile>> _profiles = [];

    public BundleCache Cache { get; } = cache;

    public IReadOnlyCollection<Bundle> Bundles => [.. _byId.Values];

    /// <summary>
    /// Makes a bundle of the cache runnable. The first model of a task answers it, so that a further model in the folder changes nothing;
    /// another bundle of the same model takes its place.
    /// </summary>
    /// <param name="profiles">How fast this host runs it, where that was measured; splits start from guesses otherwise.</param>
    public void Add(Bundle bundle, IReadOnlyList<PartitionProfile>? profiles = null)
    {
        if (profiles is not null)
            _profiles[bundle.Id] = profiles;
        _byId[bundle.Id] = bundle;
        _byTask.AddOrUpdate(bundle.Task, bundle, (_, answering) => answering.Model == bundle.Model ? bundle : answering);
    }

    public Bundle? ForTask(string task) => _byTask.GetValueOrDefault(task);

    public IReadOnlyList<PartitionProfile> ProfilesOf(Bundle bundle) => _profiles.GetValueOrDefault(bundle.Id, []);

    public Bundle? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The graph that a file reference names, as a partition to be run.</summary>
    /// <exception cref="BundleException">The cache does not hold it.</exception>
    public PartitionKey KeyOf(Bundle bundle, FileReference file) => new(bundle.Model, file.Sha256, Cache.PathOf(file.Sha256));
}
