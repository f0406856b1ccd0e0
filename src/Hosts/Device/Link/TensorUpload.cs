using System.Security.Cryptography;
using EdgeActors.Actors.Agents;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Device.Link;

/// <summary>Sends one tensor on a call of its own, in chunks, and measures how long the link took for it.</summary>
internal static class TensorUpload
{
    /// <summary>gRPC's length prefix and HTTP/2's frame header, per message.</summary>
    private const int MessageOverhead = 5 + 9;

    /// <summary>Of a larger tensor the header goes ahead, so that the edge sees a transfer that does not get on.</summary>
    private const int HeaderAhead = 4096;

    public static async Task<TensorSent> SendAsync(
        DeviceLink.DeviceLinkClient client, TensorHeader header, ReadOnlyMemory<byte> payload, int chunkBytes, TimeProvider time, CancellationToken cancel)
    {
        header.Length = payload.Length;
        header.Sha256 = Convert.ToHexStringLower(SHA256.HashData(payload.Span));
        var started = time.GetTimestamp();
        header.SentMs = started * 1000.0 / time.TimestampFrequency;
        using var call = client.SendTensor(cancellationToken: cancel);
        var bytes = await WriteAsync(call, header, payload, chunkBytes, cancel);
        // The edge answers early where it refuses, so the receipt counts even when not all was written.
        var receipt = await call.ResponseAsync;
        return new TensorSent(receipt.Accepted ? null : receipt.Reason, time.GetElapsedTime(started), bytes);
    }

    private static async Task<long> WriteAsync(
        AsyncClientStreamingCall<TensorChunk, TensorReceipt> call, TensorHeader header, ReadOnlyMemory<byte> payload, int chunkBytes, CancellationToken cancel)
    {
        var bytes = 0L;
        TensorHeader? first = header;
        try
        {
            if (payload.Length > HeaderAhead)
            {
                await call.RequestStream.WriteAsync(new TensorChunk { Header = first }, cancel);
                bytes += first.CalculateSize() + MessageOverhead;
                first = null;
            }
            for (var at = 0; first is not null || at < payload.Length; at += chunkBytes)
            {
                // Sent before the call returns: the payload need not be copied.
                var chunk = new TensorChunk { Data = UnsafeByteOperations.UnsafeWrap(payload.Slice(at, Math.Min(chunkBytes, payload.Length - at))) };
                if (first is not null)
                    chunk.Header = first;
                first = null;
                await call.RequestStream.WriteAsync(chunk, cancel);
                bytes += chunk.CalculateSize() + MessageOverhead;
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
        {
            // A write fails when the call has ended, as it does where the edge refuses at the header; the call's outcome says why.
        }

        return bytes;
    }
}
