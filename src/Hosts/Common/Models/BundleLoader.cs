using EdgeActors.Actors.Partitions;
using EdgeActors.Inference.Bundles;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Common.Models;

/// <summary>Cuts the models of a folder and makes them runnable on this host. A damaged one is reported and left out.</summary>
public sealed partial class BundleLoader(BundleLibrary library, ILogger<BundleLoader> log)
{
    private readonly BundleBuilder _builder = new();
    private readonly HashSet<string> _loaded = [];

    /// <summary>How many were added that were not there before.</summary>
    public int Load(ModelStore store)
    {
        var added = 0;
        foreach (var name in store.Names)
            if (TryLoad(store, name))
                added++;
        return added;
    }

    private bool TryLoad(ModelStore store, string name)
    {
        try
        {
            var model = store.Open(name);
            if (!_loaded.Add($"{name} {model.Manifest.File.Sha256}"))
                return false;
            var bundle = _builder.Prepare(model, library.Cache);
            library.Add(bundle);
            LogLoaded(name, model.Manifest.Version, bundle.Cuts.Count);
            return true;
        }
        // Whatever is wrong with one model, this host has others to run.
        catch (Exception e)
        {
            LogDamaged(name, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version} is ready, with {Cuts} cuts")]
    private partial void LogLoaded(string model, string version, int cuts);

    [LoggerMessage(LogLevel.Error, "Model {Model} can't be used: {Reason}")]
    private partial void LogDamaged(string model, string reason);
}
