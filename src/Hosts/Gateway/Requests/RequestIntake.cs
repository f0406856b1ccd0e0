using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Gateway.Requests;

/// <summary>Takes a request in: reads and checks its body, stores its pictures, finds its device, submits it.</summary>
public sealed class RequestIntake(GatewayActors actors, RequestClient client, IBlobExchange blobs, AdmissionGate gate, ApiLimits limits, TimeProvider time)
{
    private const int LongestIdempotencyKey = 255;

    /// <summary>The id of the request, once it is in the journal.</summary>
    /// <exception cref="ApiException">It was not taken in.</exception>
    public async Task<RequestId> SubmitAsync(HttpRequest http, string? idempotencyKey, CancellationToken cancel)
    {
        // Before the body is read: a gateway that is full must not pay for what it refuses.
        using var admitted = gate.Enter();
        var id = IdOf(idempotencyKey);
        var draft = await DraftReader.ReadAsync(http, limits, cancel);
        await SubmitAsync(id, draft, idempotencyKey is { }, cancel);
        return id;
    }

    /// <summary>For protocols whose bodies are not ours.</summary>
    public async Task<RequestId> SubmitAsync(RequestDraft draft, CancellationToken cancel)
    {
        using var admitted = gate.Enter();
        var id = RequestId.New(time);
        await SubmitAsync(id, draft, repeatable: false, cancel);
        return id;
    }

    private async Task SubmitAsync(RequestId id, RequestDraft draft, bool repeatable, CancellationToken cancel)
    {
        var presence = draft.Device is { } device ? RefuseAbsentAsync(device, draft, cancel) : Task.CompletedTask;
        var pictures = await Task.WhenAll(draft.Pictures.Select(picture => StoreAsync(picture, cancel)));
        await presence;
        try
        {
            await client.SubmitAsync(id, new RequestSpec(draft.Text, pictures.ToValueArray(), draft.Device, draft.AccuracyLossBudget, draft.Deadline, draft.AllowEdge), cancel);
        }
        catch (ApiException e) when (repeatable && e.Failure.Code == FailureCodes.RequestConflict)
        {
            throw new ApiException(Problem.IdempotencyConflict, "This Idempotency-Key was used for another request: take a new key for a new request.");
        }
    }

    private async Task<PictureRef> StoreAsync(DraftPicture picture, CancellationToken cancel) => picture.Uploaded is { } uploaded
        ? PictureRef.Uploaded(await blobs.AddAsync(uploaded.Bytes, uploaded.MediaType, uploaded.Name, cancel))
        : PictureRef.Held(picture.OnDevice!);

    /// <summary>A device that nobody knows, or that is needed and away, is told now instead of after the deadline.</summary>
    private async Task RefuseAbsentAsync(DeviceId device, RequestDraft draft, CancellationToken cancel)
    {
        IDeviceMessage reply;
        try
        {
            reply = await actors.Devices.Ask<IDeviceMessage>(new DeviceQueries.GetDevice(device), GatewayActors.PresenceWithin, cancel);
        }
        catch (AskTimeoutException)
        {
            // The edge is away or its shards are moving: the request itself waits for it, as long as its deadline allows.
            return;
        }
        switch (reply)
        {
            case DeviceReplies.DeviceUnknown:
                throw new ApiException(FailureCodes.DeviceUnknown, $"No device '{device}' has connected since its edge started: GET /v1/devices lists those that have.");
            case DeviceView { Online: false } when !draft.AllowEdge || draft.Pictures.Any(picture => picture.OnDevice is { }):
                throw new ApiException(FailureCodes.DeviceOffline, $"Device '{device}' is offline, and this request can't be answered without it.", TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>
    /// The key is the request: a repeated submit meets the entity of the first, on whichever gateway, and no table of keys is needed.
    /// </summary>
    private RequestId IdOf(string? idempotencyKey)
    {
        if (idempotencyKey is null)
            return RequestId.New(time);
        if (idempotencyKey.Length is 0 or > LongestIdempotencyKey)
            throw new ApiException(FailureCodes.InvalidRequest, $"Idempotency-Key has {idempotencyKey.Length} characters: 1 to {LongestIdempotencyKey} are allowed.");
        return new($"k-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)))[..40]}");
    }
}
