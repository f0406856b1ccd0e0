using System.Collections.Concurrent;
using System.Security.Cryptography;
using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>Blobs in a folder that is gone afterwards.</summary>
public sealed class FolderBlobs : IBlobArchive, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-blobs-").FullName;

    private readonly Dictionary<string, HashSet<string>> _holders = [];
    private int _added;
    private int _moves;

    /// <summary>Uploads run beside the mailboxes and so outlive the actors that began them; one for the folder itself.</summary>
    private readonly CountdownEvent _users = new(1);

    public async Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation) =>
        await AddAsync(await File.ReadAllBytesAsync(path, cancellation), mediaType, Path.GetFileName(path), cancellation);

    /// <summary>How often bytes were given to it, the same ones again included.</summary>
    public int Added => Volatile.Read(ref _added);

    public async Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _added);
        if (!_users.TryAddCount())
            throw new BlobUnavailableException($"{name} comes too late: the store has closed");
        try
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
            var path = PathOf(digest);
            if (!File.Exists(path))
            {
                var draft = $"{path}.{Guid.NewGuid():n}";
                await File.WriteAllBytesAsync(draft, bytes.ToArray(), cancellation);
                File.Move(draft, path, overwrite: true);
            }

            return new(digest, bytes.Length, mediaType, name, AddressOf(digest));
        }
        finally
        {
            _users.Signal();
        }
    }

    public Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation) => File.Exists(PathOf(blob.Sha256))
        ? Task.FromResult(PathOf(blob.Sha256))
        : throw new BlobUnavailableException($"{blob.Name} is not here");

    public Task<BlobRef> HoldAsync(BlobRef blob, string holder, CancellationToken cancellation)
    {
        lock (_holders)
        {
            if (!File.Exists(PathOf(blob.Sha256)))
                return Task.FromException<BlobRef>(new BlobUnavailableException($"{blob.Name} is not here"));
            _holders.TryAdd(blob.Sha256, []);
            _holders[blob.Sha256].Add(holder);
            return Task.FromResult(Here(blob));
        }
    }

    public BlobRef Here(BlobRef blob) => blob with { Uri = AddressOf(blob.Sha256) };

    /// <summary>Called before each release; throws where the host is to die first.</summary>
    public Action Releasing { get; set; } = () => { };

    public Task ReleaseAsync(BlobRef blob, string holder, CancellationToken cancellation)
    {
        Releasing();
        lock (_holders)
        {
            if (_holders.GetValueOrDefault(blob.Sha256) is { } left && left.Remove(holder) && left.Count == 0)
                File.Delete(PathOf(blob.Sha256));
        }

        return Task.CompletedTask;
    }

    /// <summary>As a host that comes back on another port: references from before lead nowhere.</summary>
    public void Move() => Interlocked.Increment(ref _moves);

    /// <summary>As somebody else fetches it.</summary>
    /// <exception cref="BlobUnavailableException">The reference names where the store was once.</exception>
    public Task<byte[]> FetchFromAfarAsync(BlobRef blob) => blob.Uri == AddressOf(blob.Sha256)
        ? ReadAsync(blob)
        : Task.FromException<byte[]>(new BlobUnavailableException($"nobody answers at {blob.Uri}"));

    public bool Has(BlobRef blob) => File.Exists(PathOf(blob.Sha256));

    public Task<byte[]> ReadAsync(BlobRef blob) => File.ReadAllBytesAsync(PathOf(blob.Sha256));

    public void Damage(BlobRef blob) => File.WriteAllBytes(PathOf(blob.Sha256), [1, 2, 3]);

    public void Dispose()
    {
        _users.Signal();
        _users.Wait();
        Directory.Delete(_folder, recursive: true);
    }

    private Uri AddressOf(string digest) => new($"https://host-{Volatile.Read(ref _moves)}/blobs/{digest}");

    private string PathOf(string digest) => Path.Combine(_folder, digest);
}

/// <summary>A device's link without a network.</summary>
public sealed class DirectLink(IActorRef cloud, FolderBlobs blobs) : IDeviceTrainingLink
{
    public Task SendAsync(ITrainingMessage message, CancellationToken cancellation)
    {
        cloud.Tell(message);
        return Task.CompletedTask;
    }

    public Task<byte[]> FetchAsync(BlobRef blob, CancellationToken cancellation) => blobs.FetchFromAfarAsync(blob);

    public Task<BlobRef> UploadAsync(byte[] bytes, string name, CancellationToken cancellation) => blobs.AddAsync(bytes, "update", name, cancellation);

    public void Prepared(BlobMessages.BlobPrepared prepared)
    {
        // Nothing has to be made ready here.
    }
}

/// <summary>Training whose result follows from device, round and weights, and that counts how often it is done.</summary>
public sealed class CountedTraining(int index) : ILocalTraining
{
    private readonly ConcurrentDictionary<int, int> _times = new();

    /// <summary>How often each round was trained.</summary>
    public IReadOnlyDictionary<int, int> Times => _times;

    /// <summary>Waited for, by the round's number, before training is done.</summary>
    public Func<int, Task> Pace { get; set; } = _ => Task.CompletedTask;

    public long Examples(TrainingPlan plan) => 10 * (index + 1);

    public async Task<LocalResult> TrainAsync(
        TrainingPlan plan, byte[] graph, float[] weights, float[] correction, RoundId round, DeviceId device, CancellationToken cancellation)
    {
        _times.AddOrUpdate(round.Number, 1, (_, times) => times + 1);
        await Pace(round.Number).WaitAsync(cancellation);
        var update = weights.Select((weight, i) => 0.01f * (index + 1) - 0.1f * weight + 0.001f * (i % 7)).ToArray();
        return new LocalResult(update, 1, 1.0 / round.Number, TimeSpan.FromSeconds(1));
    }
}

/// <summary>The twins of all devices: turns what the cloud sends into frames, and has a device die where the test says.</summary>
public sealed class TwinsActor : ReceiveActor
{
    public TwinsActor(Func<IActorRef, string, Props> device, DeviceKill? kill)
    {
        Dictionary<string, IActorRef> devices = [];
        Receive<DeviceCommands.SendTraining>(send =>
        {
            var name = send.Device.Value;
            if (!devices.TryGetValue(name, out var agent))
                devices[name] = agent = Context.ActorOf(device(Self, name));
            var dies = kill is not null && name == kill.Device && kill.Now(send.Kind);
            if (dies && kill!.Before) Context.Stop(agent);
            agent.Tell(new TrainingFromCloud { Kind = send.Kind, Payload = Google.Protobuf.ByteString.CopyFrom([.. send.Payload]) });
            if (!dies) return;
            if (!kill!.Before) agent.Tell(PoisonPill.Instance);
            kill.Then();
            devices.Remove(name); // the next message finds it started again
        });
    }
}

/// <summary>A device that dies once, at the first message of a kind.</summary>
/// <param name="Before">Whether it dies before it has handled the message, or right after.</param>
public sealed record DeviceKill(string Device, string Kind, bool Before)
{
    private bool _done;

    /// <summary>Done to the device's disk while it is dead.</summary>
    public Action Then { get; set; } = () => { };

    public bool Now(string kind) => !_done && kind == Kind && (_done = true);
}

/// <summary>A directory in which all devices are online.</summary>
public sealed class DirectoryActor : ReceiveActor
{
    public DirectoryActor(IReadOnlyList<string> devices, string dataSet)
    {
        var list = new DeviceReplies.DeviceList(devices.Select((device, i) => new DeviceView(
            new(device), true, "edge", default,
            new DeviceHello("1", "test", new(1, 1, "x64", "1", 1, 1), new(false, 0), [], [], [], [new DataSetOffer(dataSet, 10 * (i + 1), 10)], []),
            null, [], 0, 0, 0)).ToValueArray());
        Receive<DeviceQueries.ListDevices>(_ => Sender.Tell(list));
    }
}
