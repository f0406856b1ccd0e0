using System.Collections.Concurrent;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Actors.Partitions;

/// <summary>The bundles that one host can run, over the cache that holds their files. Safe to use from many threads.</summary>
public sealed class BundleLibrary(BundleCache cache)
{
    private readonly ConcurrentDictionary<string, Bundle> _byId = [];
    private readonly ConcurrentDictionary<string, Bundle> _byTask = [];

    public BundleCache Cache { get; } = cache;

    public IReadOnlyCollection<Bundle> Bundles => [.. _byId.Values];

    /// <summary>Makes a bundle of the cache runnable; it becomes the one that answers its task.</summary>
    public void Add(Bundle bundle)
    {
        _byId[bundle.Id] = bundle;
        _byTask[bundle.Task] = bundle;
    }

    public Bundle? ForTask(string task) => _byTask.GetValueOrDefault(task);

    public Bundle? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The graph that a file reference names, as a partition to be run.</summary>
    /// <exception cref="BundleException">The cache does not hold it.</exception>
    public PartitionKey KeyOf(Bundle bundle, FileReference file) => new(bundle.Model, file.Sha256, Cache.PathOf(file.Sha256));
}
