using System.Security.Cryptography;
using Akka.Actor;
using EdgeActors.Actors.Sessions;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace EdgeActors.Edge.Link;

/// <summary>
/// Receives the features of one step. The header says how long they are and what they hash to; both are held against the bytes
/// before anybody sees them. HTTP/2's flow control slows the sender to what is read here.
/// </summary>
internal sealed class TensorReception(DeviceId device, DeviceSessions sessions, TensorBudget budget, LinkLimits limits, TimeProvider time)
{
    public async Task<TensorReceipt> ReceiveAsync(IAsyncStreamReader<TensorChunk> chunks, CancellationToken cancel)
    {
        using var silence = new SilenceGuard(limits.Silence, time, cancel);
        if (!await silence.NextAsync(chunks) || chunks.Current.Header is not { } header)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first chunk must carry the tensor's header."));
        var started = time.GetTimestamp();
        if (header.Length < 0 || header.Length > limits.MaxTensorBytes)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"A tensor of {header.Length} bytes is over this edge's limit of {limits.MaxTensorBytes}."));
        using var room = budget.TryReserve(header.Length)
            ?? throw new RpcException(new Status(StatusCode.ResourceExhausted, "The edge has no room for another tensor now; send it again later."));
        if (chunks.Current.Data.Length < header.Length)
            await sessions.AnnounceAsync(new SessionSeam.TensorComing(device, header), cancel);

        var payload = await ReadPayloadAsync(chunks, header, silence);
        if (payload is null)
            return Refuse(header, $"the bytes do not hash to {header.Sha256}");
        var elapsed = time.GetElapsedTime(started);
        return await OfferAsync(new SessionSeam.TensorReceived(device, header, payload, elapsed), cancel);
    }

    private async Task<byte[]?> ReadPayloadAsync(IAsyncStreamReader<TensorChunk> chunks, TensorHeader header, SilenceGuard silence)
    {
        var payload = new byte[header.Length];
        var filled = 0;
        do
        {
            var data = chunks.Current.Data.Span;
            if (data.Length > payload.Length - filled)
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"The tensor of step {header.Step} is longer than the {header.Length} bytes announced."));
            data.CopyTo(payload.AsSpan(filled));
            filled += data.Length;
        }
        while (await silence.NextAsync(chunks));
        if (filled < payload.Length)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The tensor of step {header.Step} ended after {filled} of {header.Length} bytes."));
        return Convert.ToHexStringLower(SHA256.HashData(payload)) == header.Sha256 ? payload : null;
    }

    private async Task<TensorReceipt> OfferAsync(SessionSeam.TensorReceived tensor, CancellationToken cancel)
    {
        try
        {
            var taken = await sessions.OfferAsync(tensor, limits.AnswerTimeout, cancel);
            return taken.Refusal is { } refusal ? Refuse(tensor.Header, refusal) : new TensorReceipt { Step = tensor.Header.Step, Accepted = true };
        }
        catch (AskTimeoutException)
        {
            return Refuse(tensor.Header, $"the edge did not say within {limits.AnswerTimeout.TotalSeconds:0} s whether it wants the tensor");
        }
    }

    private static TensorReceipt Refuse(TensorHeader header, string reason) => new() { Step = header.Step, Accepted = false, Reason = reason };
}
