using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Sessions;
using EdgeActors.Edge.Link;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>The whole link over loopback: TLS, HTTP/2, gRPC, both ends as the hosts wire them.</summary>
public sealed class DeviceLinkSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Frames_pass_both_ways_in_order()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        var session = await edge.NextAsync<SessionSeam.OpenSession>();
        Assert.Equal("camera", session.Device.Value);
        Assert.Equal("camera", (await edge.NextAsync<DeviceFrame>()).Hello.DeviceId);

        for (var i = 0; i < 50; i++)
            await device.Link.SendAsync(new DeviceFrame { StepFailed = new StepFailed { Step = $"{i}" } }, CancellationToken.None);
        for (var i = 0; i < 50; i++)
            Assert.Equal($"{i}", (await edge.NextAsync<DeviceFrame>()).StepFailed.Step);

        for (var i = 0; i < 50; i++)
            Assert.True(session.Outbound.TryWrite(new EdgeFrame { CancelStep = new CancelStep { Step = $"{i}" } }));
        for (var i = 0; i < 50; i++)
            Assert.Equal($"{i}", (await device.NextAsync<EdgeFrame>()).CancelStep.Step);
    }

    [Fact]
    public async Task A_tensor_arrives_whole_and_its_cost_is_counted()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        var payload = SeededBytes.Of(1, 200_000);
        var sent = await device.Link.SendTensorAsync(new TensorHeader { Step = "r1.s1.1" }, payload, CancellationToken.None);
        Assert.Null(sent.Refusal);
        Assert.InRange(sent.LinkBytes, payload.Length, payload.Length + 1000);
        Assert.True(sent.Elapsed > TimeSpan.Zero);
        var received = await edge.NextAsync<SessionSeam.TensorReceived>();
        Assert.Equal("r1.s1.1", received.Header.Step);
        Assert.Equal("camera", received.Device.Value);
        Assert.Equal(payload, received.Payload.ToArray());
        Assert.Equal(0, edge.Budget.Held);
    }

    [Fact]
    public async Task An_empty_tensor_is_a_tensor()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        Assert.Null((await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, ReadOnlyMemory<byte>.Empty, CancellationToken.None)).Refusal);
        Assert.Equal(0, (await edge.NextAsync<SessionSeam.TensorReceived>()).Payload.Length);
    }

    [Fact]
    public async Task A_tensor_that_nobody_waits_for_or_that_is_too_large_is_refused_with_a_reason()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        Assert.Equal("nobody waits for it", (await device.Link.SendTensorAsync(new TensorHeader { Step = "unwanted" }, new byte[10], CancellationToken.None)).Refusal);
        Assert.Contains("over this edge's limit of 4000000", (await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[4_000_001], CancellationToken.None)).Refusal);
        // The refusal costs neither the connection nor room.
        Assert.Null((await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[10], CancellationToken.None)).Refusal);
        Assert.Equal(0, edge.Budget.Held);
    }

    [Fact]
    public async Task Many_tensors_at_once_cannot_fill_the_memory_of_the_edge()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path, limits: new LinkLimits(4_000_000) { TensorBudgetBytes = 1_000_000 });
        var bare = await TestDevice.BareAsync(_files.Path, edge.Url);
        using var holding = bare.SendTensor();
        await holding.RequestStream.WriteAsync(new TensorChunk { Header = new TensorHeader { Step = "a", Length = 900_000 }, Data = ByteString.CopyFrom(1) });
        await Eventually.Async(() => edge.Budget.Held == 900_000, "the first tensor to hold its room");

        using var second = bare.SendTensor();
        await second.RequestStream.WriteAsync(new TensorChunk { Header = new TensorHeader { Step = "b", Length = 900_000 } });
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await second.ResponseAsync)).StatusCode);
        holding.Dispose();
        await Eventually.Async(() => edge.Budget.Held == 0, "the broken upload to give its room back");
    }

    [Fact]
    public async Task Bytes_that_do_not_match_their_digest_never_reach_a_session()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).SendTensor();
        await call.RequestStream.WriteAsync(new TensorChunk { Header = new TensorHeader { Step = "s", Length = 3, Sha256 = new string('0', 64) }, Data = ByteString.CopyFrom(1, 2, 3) });
        await call.RequestStream.CompleteAsync();
        var receipt = await call.ResponseAsync;
        Assert.False(receipt.Accepted);
        Assert.Contains("do not hash", receipt.Reason);
        Assert.False(edge.Heard.TryRead(out _));
    }

    [Theory]
    [InlineData(2)] // shorter than announced
    [InlineData(4)] // longer
    public async Task A_tensor_of_another_length_than_announced_is_refused(int sent)
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).SendTensor();
        await call.RequestStream.WriteAsync(new TensorChunk { Header = new TensorHeader { Step = "s", Length = 3 }, Data = ByteString.CopyFrom(new byte[sent]) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_sender_that_stalls_is_given_up()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path, limits: new LinkLimits(4_000_000) { Silence = TimeSpan.FromMilliseconds(300) });
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).SendTensor();
        await call.RequestStream.WriteAsync(new TensorChunk { Header = new TensorHeader { Step = "s", Length = 1000 }, Data = ByteString.CopyFrom(1) });
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync)).StatusCode);
        await Eventually.Async(() => edge.Budget.Held == 0, "the stalled upload to give its room back");
    }

    [Fact]
    public async Task The_link_comes_back_by_itself_after_the_edge_was_gone()
    {
        var first = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, first.Url)).ConnectedAsync();
        await first.NextAsync<DeviceFrame>();
        var port = first.Url.Port;
        await first.DisposeAsync();

        await device.NextAsync<AgentSeam.LinkDown>();
        await Assert.ThrowsAsync<LinkDownException>(async () => await device.Link.SendAsync(new DeviceFrame(), CancellationToken.None));
        await Assert.ThrowsAsync<LinkDownException>(async () => await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[1], CancellationToken.None));

        await using var second = await TestEdge.StartAsync(_files.Path, port);
        await device.ConnectedAsync();
        Assert.Equal("camera", (await second.NextAsync<DeviceFrame>()).Hello.DeviceId);
    }

    [Fact]
    public async Task A_session_is_told_when_its_device_is_gone()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        await edge.NextAsync<DeviceFrame>();
        await device.DisposeAsync();
        Assert.NotEmpty((await edge.NextAsync<SessionSeam.StreamEnded>()).Reason);
    }

    [Fact]
    public async Task A_session_that_completes_its_frames_ends_the_stream_after_the_last_one()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        var session = await edge.NextAsync<SessionSeam.OpenSession>();
        session.Outbound.TryWrite(new EdgeFrame { Refusal = new Refusal { Code = "policy", Reason = "not today" } });
        session.Outbound.TryComplete();
        Assert.Equal("not today", (await device.NextAsync<EdgeFrame>()).Refusal.Reason);
        Assert.Contains("not today", (await device.NextAsync<AgentSeam.LinkDown>()).Reason);
    }

    [Fact]
    public async Task A_device_that_does_not_read_fills_its_own_channel_and_is_given_up()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path, limits: new LinkLimits(4_000_000) { OutboundFrames = 16, Silence = TimeSpan.FromMilliseconds(500) });
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).Control();
        await call.RequestStream.WriteAsync(new DeviceFrame { Hello = new Hello { DeviceId = "camera" } });
        var session = await edge.NextAsync<SessionSeam.OpenSession>();
        await edge.NextAsync<DeviceFrame>();
        var large = new EdgeFrame { Probe = new Probe { Payload = ByteString.CopyFrom(new byte[500_000]) } };
        // HTTP/2's window and the channel are all that the edge keeps for this device.
        var taken = 0;
        await Eventually.Async(() =>
        {
            while (session.Outbound.TryWrite(large))
                taken++;
            return taken > 0 && !session.Outbound.TryWrite(large);
        }, "the channel to be full");
        Assert.InRange(taken, 16, 64);
        Assert.Contains("read nothing", (await edge.NextAsync<SessionSeam.StreamEnded>()).Reason);
    }

    [Fact]
    public async Task A_Hello_with_another_name_than_the_certificates_is_refused()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).Control();
        await call.RequestStream.WriteAsync(new DeviceFrame { Hello = new Hello { DeviceId = "somebody-else" } });
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
        Assert.Contains("certificate is of 'camera'", e.Status.Detail);
    }

    [Fact]
    public async Task A_first_frame_that_is_not_Hello_is_refused()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).Control();
        await call.RequestStream.WriteAsync(new DeviceFrame { Goodbye = new Goodbye() });
        var e = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
    }

    [Fact]
    public async Task A_device_of_another_authority_is_refused_and_refuses()
    {
        using var elsewhere = new TemporaryFolder();
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var stranger = await TestDevice.TlsAsync(TestEdge.Certificates(elsewhere.Path), "camera");
        var client = new DeviceLink.DeviceLinkClient(TestDevice.EdgeChannelFor(edge.Url, stranger));
        await Assert.ThrowsAsync<RpcException>(async () => await client.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) }));
        Assert.Contains("not by our authority", stranger.LastRefusal);
        Assert.False(edge.Heard.TryRead(out _));
    }

    [Fact]
    public async Task A_member_of_the_cluster_is_no_device()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var certificates = TestEdge.Certificates(_files.Path);
        var gateway = new PeerIdentity("gateway", "gateway");
        await certificates.PrepareForDevelopmentAsync(gateway, [], CancellationToken.None);
        var client = new DeviceLink.DeviceLinkClient(TestDevice.EdgeChannelFor(edge.Url, certificates.Open(gateway).With("edge")));
        await Assert.ThrowsAsync<RpcException>(async () => await client.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) }));
    }
}
