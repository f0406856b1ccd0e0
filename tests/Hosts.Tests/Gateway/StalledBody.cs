using System.Net;
using System.Net.Http.Headers;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>A JSON body that stops in the middle until it is released.</summary>
internal sealed class StalledBody : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StalledBody() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    public Task Begun => _begun.Task;

    public void Release() => _released.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("{\"text\":"u8.ToArray());
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _released.Task;
        await stream.WriteAsync("\"x\"}"u8.ToArray());
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
