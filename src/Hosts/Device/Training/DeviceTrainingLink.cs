using System.Collections.Concurrent;
using System.Security.Cryptography;
using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Training;
using EdgeActors.Device.Link;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Training;
using Google.Protobuf;

namespace EdgeActors.Device.Training;

/// <summary>Training's way over a device's link: frames for messages, blob calls for the bytes. A blob of the cloud is first asked for at the edge.</summary>
internal sealed class DeviceTrainingLink(DeviceId device, GrpcDeviceLink link, ActorSystem system, TimeProvider time) : IDeviceTrainingLink
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    private readonly TrainingFrames _frames = new(system);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<BlobMessages.BlobPrepared>> _awaited = new(StringComparer.Ordinal);

    public async Task SendAsync(ITrainingMessage message, CancellationToken cancellation)
    {
        var (kind, payload) = _frames.Write(message);
        await link.SendAsync(new DeviceFrame { Training = new() { Kind = kind, Payload = ByteString.CopyFrom(payload) } }, cancellation);
    }

    public async Task<byte[]> FetchAsync(BlobRef blob, CancellationToken cancellation)
    {
        var prepared = await PrepareAsync(blob, cancellation);
        if (prepared.Failure is { } failure)
            throw new LinkDownException($"The edge cannot get blob {blob.Sha256} ({blob.Name}): {failure}");
        return await File.ReadAllBytesAsync(await link.FetchBlobAsync(blob.ToLink(), cancellation), cancellation);
    }

    public async Task<BlobRef> UploadAsync(byte[] bytes, string name, CancellationToken cancellation)
    {
        var blob = new BlobRef(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, TrainingBlobs.MediaType, name, null);
        await link.UploadBlobAsync(blob.ToLink(), bytes, cancellation);
        return blob;
    }

    public void Prepared(BlobMessages.BlobPrepared prepared)
    {
        if (_awaited.TryRemove(prepared.Sha256, out var awaited))
            awaited.TrySetResult(prepared);
    }

    private async Task<BlobMessages.BlobPrepared> PrepareAsync(BlobRef blob, CancellationToken cancellation)
    {
        while (true)
        {
            var awaited = _awaited.GetOrAdd(blob.Sha256, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            try
            {
                await SendAsync(new BlobMessages.PrepareBlob(device, blob), cancellation);
                return await awaited.Task.WaitAsync(AskAgainAfter, time, cancellation);
            }
            catch (TimeoutException)
            {
                // The question or its answer was lost with a connection.
            }
        }
    }
}
