using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeActors.Gateway.Enrolment;

/// <summary><c>/v1/enrolment</c>: who may join. Tickets for new devices, and revocations that every member hears at once.</summary>
internal static class EnrolmentRoutes
{
    private const int LongestIdempotencyKey = 255;
    private const int LongestReason = 200;
    private const double MostHours = 24 * 365;

    private static readonly TimeSpan Usually = TimeSpan.FromDays(1);
    private static readonly string[] Roles = [.. PeerIdentity.MemberRoles, PeerIdentity.DeviceRole];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var enrolment = routes.MapGroup("/v1/enrolment").WithTags("enrolment").RequireScope(Scopes.Admin);
        enrolment.MapPost("tickets", IssueAsync)
            .WithName("issueTicket")
            .WithSummary("Make a one-time ticket for a new device")
            .WithDescription(
                "The member ticket of the answer is the file that EdgeActors.Device takes with --ticket: it is said here and nowhere else. "
                + "The same Idempotency-Key gets the same ticket again for as long as it holds; afterwards, or for another device, it is 422.")
            .ProducesProblems(400, 422, 503);
        enrolment.MapGet("tickets", async (EnrolmentClient client, CancellationToken cancel) => TypedResults.Ok(await client.ListAsync(cancel)))
            .WithName("listTickets").WithSummary("The tickets that nobody has used yet, without their tokens").ProducesProblems(503);
        enrolment.MapDelete("tickets/{id}", async (string id, EnrolmentClient client, CancellationToken cancel) =>
            {
                await client.VoidAsync(id, cancel);
                return TypedResults.NoContent();
            })
            .WithName("voidTicket").WithSummary("End a ticket that nobody has used yet").ProducesProblems(404, 503);
        enrolment.MapGet("revocations", async (EnrolmentClient client, CancellationToken cancel) => TypedResults.Ok(await client.ListRevocationsAsync(cancel)))
            .WithName("listRevocations").WithSummary("The peers whose certificates were revoked").ProducesProblems(503);
        enrolment.MapPost("revocations", RevokeAsync)
            .WithName("revoke")
            .WithSummary("End every certificate that a peer has now, and its unused tickets")
            .WithDescription("Returns when every member that is up knows; each cuts the peer's connections within a second. A later certificate of the same name holds.")
            .ProducesProblems(400, 503);
    }

    private static async Task<Created<TicketResource>> IssueAsync(
        TicketBody body, EnrolmentClient client, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancel)
    {
        if (idempotencyKey is { Length: 0 or > LongestIdempotencyKey })
            throw Invalid($"Idempotency-Key has {idempotencyKey.Length} characters: 1 to {LongestIdempotencyKey} are allowed.");
        if (body.Hours is not (null or > 0 and <= MostHours))
            throw Invalid($"hours = {body.Hours}: more than 0 and at most {MostHours} are allowed.");
        var device = Named("device", body.Device);
        return TypedResults.Created((string?)null, await client.IssueAsync(device, body.Hours is { } hours ? TimeSpan.FromHours(hours) : Usually, idempotencyKey, cancel));
    }

    private static async Task<Ok<RevocationResource>> RevokeAsync(RevocationBody body, EnrolmentClient client, CancellationToken cancel)
    {
        if (!Roles.Contains(body.Role))
            throw Invalid($"role = '{body.Role}': {string.Join(", ", Roles)} are allowed.");
        var reason = body.Reason is { Length: > 0 } given ? given : "revoked by an operator";
        if (reason.Length > LongestReason)
            throw Invalid($"reason has {reason.Length} characters: at most {LongestReason} are allowed.");
        return TypedResults.Ok(await client.RevokeAsync(new(Named("name", body.Name), body.Role!), reason, cancel));
    }

    private static string Named(string member, string? name) => name is { } && Names.IsValid(name) ? name : throw Invalid($"{member} is named by {Names.Allowed}.");

    private static ApiException Invalid(string reason) => new(FailureCodes.InvalidRequest, reason);
}
