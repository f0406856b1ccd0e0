using System.Net;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>The downloads of an edge from before acknowledgements: one query, of which it waits for the end, and then the whole blob.</summary>
internal sealed class OlderEdge : IServiceMethodProvider<OlderEdge.Service>, IAsyncDisposable
{
    private static readonly Method<BlobQuery, BlobChunk> Download = new(
        MethodType.ServerStreaming, DeviceLink.Descriptor.FullName, nameof(DeviceLink.DeviceLinkClient.DownloadBlob), Marshalled(BlobQuery.Parser), Marshalled(BlobChunk.Parser));

    private readonly byte[] _blob;
    private readonly WebApplication _app;
    private GrpcChannel? _channel;

    private OlderEdge(byte[] blob)
    {
        _blob = blob;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<Service>>(this));
        _app = builder.Build();
        _app.MapGrpcService<Service>();
    }

    public Uri Url => new(_app.Urls.Single());

    public DeviceLink.DeviceLinkClient Client => new(_channel ??= GrpcChannel.ForAddress(Url));

    public static async Task<OlderEdge> StartAsync(byte[] blob)
    {
        var edge = new OlderEdge(blob);
        await edge._app.StartAsync();
        return edge;
    }

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context) => context.AddServerStreamingMethod(
        Download, [], async (_, query, chunks, _) => await chunks.WriteAsync(new BlobChunk
        {
            Info = new BlobInfo { Sha256 = query.Sha256, Length = _blob.Length },
            Offset = query.Offset,
            Data = ByteString.CopyFrom(_blob, (int)query.Offset, _blob.Length - (int)query.Offset),
        }));

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _app.DisposeAsync();
    }

    private static Marshaller<T> Marshalled<T>(MessageParser<T> parser) where T : IMessage<T> => new(message => message.ToByteArray(), parser.ParseFrom);

    internal sealed class Service;
}
