using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeActors.Device;
using EdgeActors.Gateway.Enrolment;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Link;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Tickets and revocations over REST, at edges with certificate folders of their own.</summary>
public sealed class EnrolmentRoutesSpecs : IDisposable
{
    private const string Tickets = "/v1/enrolment/tickets";
    private const string Revocations = "/v1/enrolment/revocations";

    private static readonly PeerIdentity Camera = new("camera", PeerIdentity.DeviceRole);

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_ticket_from_the_gateway_becomes_a_certificate_at_the_edge_once()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var gateway = await GatewayInProcess.StartAsync(edges: [TestEdge.Certificates(_files.Path)]);

        var made = await IssueAsync(gateway, "camera");
        Assert.Equal("edge-1", made.Edge);
        Assert.Equal("camera", Assert.Single(await ListAsync(gateway)).Device);
        Assert.Null(Assert.Single(await ListAsync(gateway)).Ticket);
        var own = new CertificateFolder(_files["device"], TimeProvider.System);
        await DeviceEnrolment.EnrolAsync(edge.Url, made.Ticket!, own, CancellationToken.None);

        Assert.NotNull(own.Open(Camera));
        Assert.Empty(await ListAsync(gateway));
        using var again = await gateway.Http.DeleteAsync($"{Tickets}/{made.Id}");
        await RequestRoutesSpecs.AssertProblemAsync(again, HttpStatusCode.NotFound, Problem.TicketUnknown);
    }

    [Fact]
    public async Task The_same_idempotency_key_gets_the_same_ticket_until_it_is_used_and_no_other()
    {
        var folder = await FolderAsync("edge");
        await using var gateway = await GatewayInProcess.StartAsync(edges: [folder]);

        var first = await IssueAsync(gateway, "camera", "order-1");
        Assert.Equal(first.Ticket, (await IssueAsync(gateway, "camera", "order-1")).Ticket);
        Assert.NotEqual(first.Ticket!.Token, (await IssueAsync(gateway, "camera", "order-2")).Ticket!.Token);
        Assert.NotEqual(first.Ticket.Token, (await IssueAsync(gateway, "camera")).Ticket!.Token);
        using var other = await PostAsync(gateway, Tickets, new { device = "another" }, "order-1");
        await RequestRoutesSpecs.AssertProblemAsync(other, HttpStatusCode.UnprocessableEntity, Problem.IdempotencyConflict);

        Assert.True(new EnrolmentTokens(folder, TimeProvider.System).Redeem(first.Ticket.Token, "camera"));
        using var used = await PostAsync(gateway, Tickets, new { device = "camera" }, "order-1");
        await RequestRoutesSpecs.AssertProblemAsync(used, HttpStatusCode.UnprocessableEntity, Problem.IdempotencyConflict);
    }

    [Fact]
    public async Task A_voided_ticket_is_worth_nothing()
    {
        var folder = await FolderAsync("edge");
        await using var gateway = await GatewayInProcess.StartAsync(edges: [folder]);
        var ticket = await IssueAsync(gateway, "camera", "order-1");

        using var voided = await gateway.Http.DeleteAsync($"{Tickets}/{ticket.Id}");

        Assert.Equal(HttpStatusCode.NoContent, voided.StatusCode);
        Assert.False(new EnrolmentTokens(folder, TimeProvider.System).Redeem(ticket.Ticket!.Token, "camera"));
        Assert.Empty(await ListAsync(gateway));
    }

    [Fact]
    public async Task An_edge_without_the_authoritys_key_leaves_it_to_one_that_has_it()
    {
        var without = new CertificateFolder(_files["without"], TimeProvider.System);
        await using var gateway = await GatewayInProcess.StartAsync(edges: [without, await FolderAsync("with")]);

        Assert.Equal("edge-2", (await IssueAsync(gateway, "camera")).Edge);

        await using var nobody = await GatewayInProcess.StartAsync(edges: [without]);
        using var refused = await PostAsync(nobody, Tickets, new { device = "camera" });
        await RequestRoutesSpecs.AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, Problem.AuthorityMissing);
    }

    [Theory]
    [InlineData("""{"device":"../x"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"device":"camera","hours":0}""")]
    [InlineData("""{"device":"camera","hours":100000}""")]
    public async Task A_wrong_ticket_is_refused(string body)
    {
        await using var gateway = await GatewayInProcess.StartAsync(edges: [await FolderAsync("edge")]);

        using var refused = await PostAsync(gateway, Tickets, JsonSerializer.Deserialize<JsonElement>(body));

        await RequestRoutesSpecs.AssertProblemAsync(refused, HttpStatusCode.BadRequest, FailureCodes.InvalidRequest);
    }

    [Fact]
    public async Task A_revocation_is_on_every_members_disk_when_it_is_answered_and_unused_tickets_are_over()
    {
        CertificateFolder[] edges = [await FolderAsync("one"), await FolderAsync("two")];
        await using var gateway = await GatewayInProcess.StartAsync(edges: edges);
        var ticket = await IssueAsync(gateway, "camera");

        using var response = await PostAsync(gateway, Revocations, new { role = "device", name = "camera", reason = "stolen" });
        var revoked = (await response.Content.ReadFromJsonAsync<RevocationResource>(ApiJson.Options))!;

        Assert.Equal(["this gateway", "edge-1", "edge-2"], revoked.Reached!);
        Assert.Empty(revoked.Unreached!);
        Assert.All(edges, edge => Assert.Equal(new Revocation("device", "camera", revoked.At, "stolen"), edge.Revocations.Of(Camera)));
        Assert.False(new EnrolmentTokens(edges[0], TimeProvider.System).Redeem(ticket.Ticket!.Token, "camera"));
        Assert.Equal("camera", Assert.Single((await gateway.Http.GetFromJsonAsync<RevocationResource[]>(Revocations, ApiJson.Options))!).Name);
    }

    [Fact]
    public async Task A_member_whose_disk_is_closed_is_named()
    {
        var closed = await FolderAsync("closed");
        // A folder where the list should be.
        Directory.CreateDirectory(Path.Combine(closed.Path, EdgeActors.Hosts.Common.Security.Revocations.FileName));
        await using var gateway = await GatewayInProcess.StartAsync(edges: [closed, await FolderAsync("open")]);

        using var response = await PostAsync(gateway, Revocations, new { role = "device", name = "camera" });
        var revoked = (await response.Content.ReadFromJsonAsync<RevocationResource>(ApiJson.Options))!;

        Assert.Equal(["this gateway", "edge-2"], revoked.Reached!);
        Assert.Equal("edge-1", Assert.Single(revoked.Unreached!).Key);
    }

    private async Task<CertificateFolder> FolderAsync(string name)
    {
        var folder = new CertificateFolder(_files[name], TimeProvider.System);
        await folder.IssueAsync(new("edge", "edge"), [], CancellationToken.None);
        return folder;
    }

    private static async Task<TicketResource> IssueAsync(GatewayInProcess gateway, string device, string? key = null)
    {
        using var response = await PostAsync(gateway, Tickets, new { device }, key);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<TicketResource>(ApiJson.Options))!;
    }

    private static async Task<TicketResource[]> ListAsync(GatewayInProcess gateway) => (await gateway.Http.GetFromJsonAsync<TicketResource[]>(Tickets, ApiJson.Options))!;

    private static Task<HttpResponseMessage> PostAsync(GatewayInProcess gateway, string path, object body, string? key = null)
    {
        var post = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            post.Headers.Add("Idempotency-Key", key);
        return gateway.Http.SendAsync(post);
    }
}
