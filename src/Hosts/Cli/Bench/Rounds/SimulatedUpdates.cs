using System.Security.Cryptography;
using EdgeActors.Actors.Blobs;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>
/// A cloud's own blob store into which updates arrive when the round fetches them, as they do from an edge but without a network: each is encoded from a
/// seed, written in full, flushed, hashed and named.
/// </summary>
internal sealed class SimulatedUpdates(BlobStore store, TrainingPlan plan, int parameters) : IBlobArchive
{
    private const string MediaType = "application/vnd.edgeactors.training";

    private readonly BlobExchange _exchange = new(store, new HttpClient(), () => new Uri("https://127.0.0.1"), TimeProvider.System);
    private readonly Dictionary<string, int> _devices = [];

    /// <summary>What a device offers; its bytes are made once for the digest and again when they are fetched.</summary>
    public RoundMessages.OfferUpdate Offer(RoundId round, int device)
    {
        var bytes = Encode(device);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _devices[sha256] = device;
        return new(round, 1, NameOf(device), new BlobRef(sha256, bytes.Length, MediaType, $"update-{round}-{device}", null), new(100, 10, 1, TimeSpan.FromSeconds(1), 0));
    }

    public static DeviceId NameOf(int device) => new($"device-{device:0000}");

    public async Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation)
    {
        if (_devices.TryGetValue(blob.Sha256, out var device) && !store.Progress(blob.Sha256).Complete)
            await store.AddAsync(Encode(device), pinned: false, cancellation);
        return await _exchange.FetchAsync(blob, cancellation);
    }

    public Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation) => _exchange.AddFileAsync(path, mediaType, cancellation);

    public Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation) => _exchange.AddAsync(bytes, mediaType, name, cancellation);

    public Task<BlobRef> HoldAsync(BlobRef blob, string holder, CancellationToken cancellation) => _exchange.HoldAsync(blob, holder, cancellation);

    public Task ReleaseAsync(BlobRef blob, string holder, CancellationToken cancellation) => _exchange.ReleaseAsync(blob, holder, cancellation);

    public BlobRef Here(BlobRef blob) => _exchange.Here(blob);

    private byte[] Encode(int device)
    {
        var random = new Random(device);
        var update = new float[parameters];
        for (var i = 0; i < update.Length; i++) update[i] = (random.NextSingle() - 0.5f) * 0.01f;
        float[] residual = [];
        return new UpdateEncoder(plan, parameters).Encode(update, 1, NameOf(device).Value, ref residual);
    }
}
