using EdgeActors.Actors.Sessions;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Coordinators;

/// <summary>What a device must fetch to run a cut of a bundle: the manifest, the head, and what is read beside it.</summary>
internal sealed class HeadFiles(Bundle bundle, EdgeServices services)
{
    /// <summary>Files are brought ahead of their need where the link carries them in this time.</summary>
    private const double MostAheadMs = 3000;

    /// <summary>On a slow link the way is for requests.</summary>
    public bool AreSoonThere(string cut, LinkEstimate link) => link.TypicalMs(BytesOf(cut)) < MostAheadMs;

    /// <summary>0 at cut <c>input</c>, which needs none.</summary>
    private long BytesOf(string cut) => bundle.HeadFile(cut) is { } head ? head.Bytes + bundle.FilesBeside(cut).Sum(file => file.Bytes) : 0;

    /// <summary>Puts them where the device can fetch them.</summary>
    public async Task<ValueArray<BlobRef>> OfferAsync(string cut)
    {
        await Task.Yield(); // hashing is no work for the mailbox
        if (bundle.HeadFile(cut) is not { } head)
            return [];
        var cache = services.Library.Cache;
        var files = new List<BlobRef>
        {
            await services.Blobs.AddFileAsync(cache.PathOf(bundle.Id), "application/json", CancellationToken.None),
            await services.Blobs.AddFileAsync(cache.PathOf(head.Sha256), "application/onnx", CancellationToken.None),
        };
        foreach (var file in bundle.FilesBeside(cut))
            files.Add(await services.Blobs.AddFileAsync(cache.PathOf(file.Sha256), "application/octet-stream", CancellationToken.None));
        return files.ToValueArray();
    }
}
