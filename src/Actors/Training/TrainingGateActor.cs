using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Blobs;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.BlobMessages;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Where training messages of devices enter the cluster, one on each edge: <see cref="DeviceReplies.TrainingReceived"/>. Reads them, holds a device to its own
/// name, makes uploaded blobs fetchable for the cloud and the cloud's blobs for the device.
/// </summary>
public sealed class TrainingGateActor : ReceiveActor
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <param name="rounds">The region of rounds.</param>
    public TrainingGateActor(IActorRef rounds, IBlobExchange blobs)
    {
        var frames = new TrainingFrames(Context.System);
        Receive<DeviceReplies.TrainingReceived>(received =>
        {
            switch (Read(frames, received))
            {
                case OfferUpdate offer:
                    Publish(blobs, offer).PipeTo(rounds);
                    break;
                case PrepareBlob prepare:
                    Prepare(blobs, prepare).PipeTo(Sender, success: prepared => frames.ToDevice(prepare.Device, prepared)); // the sender is the twin
                    break;
                case IDeviceRoundMessage message:
                    rounds.Tell(message);
                    break;
            }
        });
    }

    public static Props Props(IActorRef rounds, IBlobExchange blobs) => Akka.Actor.Props.Create(() => new TrainingGateActor(rounds, blobs));

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        base.PostStop();
    }

    /// <returns>Null for what is not a message that this device may send.</returns>
    private ITrainingMessage? Read(TrainingFrames frames, DeviceReplies.TrainingReceived received)
    {
        try
        {
            var message = frames.Read(received.Kind, [.. received.Payload]);
            var named = message switch { IDeviceRoundMessage round => round.Device, PrepareBlob prepare => prepare.Device, _ => null };
            if (named == received.Device) return message;
            _log.Warning("Device {Device} sent {Kind} in the name of {Named}: ignored", received.Device, received.Kind, named);
        }
        catch (SerializationException wrong)
        {
            _log.Warning("Device {Device} sent what is no training message: {Reason}", received.Device, wrong.Message);
        }

        return null;
    }

    /// <summary>An uploaded blob lies in this edge's store; from here on it has an address. One that is not there is offered without, and refused by the round.</summary>
    private async Task<OfferUpdate> Publish(IBlobExchange blobs, OfferUpdate offer)
    {
        try
        {
            var path = await blobs.FetchAsync(offer.Update with { Uri = null }, _stopping.Token);
            var published = await blobs.AddFileAsync(path, offer.Update.MediaType, _stopping.Token);
            return offer with { Update = published with { Name = offer.Update.Name } };
        }
        catch (Exception missing) when (missing is BlobUnavailableException or IOException)
        {
            _log.Warning("The update of {Device} for {Round} is not in this edge's store: {Reason}", offer.Device, offer.Round, missing.Message);
            return offer with { Update = offer.Update with { Uri = null } };
        }
    }

    private async Task<BlobPrepared> Prepare(IBlobExchange blobs, PrepareBlob prepare)
    {
        try
        {
            await blobs.FetchAsync(prepare.Blob, _stopping.Token);
            return new(prepare.Device, prepare.Blob.Sha256, null);
        }
        catch (Exception missing) when (missing is BlobUnavailableException or IOException)
        {
            return new(prepare.Device, prepare.Blob.Sha256, missing.Message);
        }
    }
}
