using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Registration;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using EdgeActors.Messages.Enrolment;
using Failure = EdgeActors.Messages.Failure;
using static EdgeActors.Messages.Enrolment.EnrolmentCommands;
using static EdgeActors.Messages.Enrolment.EnrolmentQueries;
using static EdgeActors.Messages.Enrolment.EnrolmentReplies;

namespace EdgeActors.Gateway.Enrolment;

/// <summary>Speaks with the registrations of the members: tickets at an edge that holds the authority's key, revocations everywhere.</summary>
/// <param name="own">The gateway's own registration.</param>
public sealed class EnrolmentClient(IActorRef own, IMemberRegistrations members)
{
    private const string Here = "this gateway";

    /// <exception cref="ApiException">No edge can make it, or the key was used for another.</exception>
    public async Task<TicketResource> IssueAsync(string device, TimeSpan lifetime, string? idempotencyKey, CancellationToken cancel)
    {
        var refusal = new Failure(FailureCodes.EdgeUnavailable, "No edge is up: tickets are made and used up at an edge that holds the authority's key.");
        foreach (var edge in Edges())
            switch (await AskAsync(edge, new IssueTicket(device, lifetime, idempotencyKey), cancel))
            {
                case TicketIssued issued:
                    return new(issued.Ticket.Id, device, issued.Ticket.ExpiresAt, edge.Name, new EnrolmentTicket(device, issued.Token, issued.Authority));
                case EnrolmentRefused { Failure.Code: Problem.IdempotencyConflict } conflict:
                    throw new ApiException(conflict.Failure);
                case EnrolmentRefused refused:
                    refusal = refused.Failure with { Reason = $"{edge.Name}: {refused.Failure.Reason}" };
                    break;
            }
        throw new ApiException(refusal);
    }

    /// <summary>Those that nobody has used yet, the first to expire first.</summary>
    /// <exception cref="ApiException">No edge answers.</exception>
    public async Task<IReadOnlyList<TicketResource>> ListAsync(CancellationToken cancel)
    {
        var answers = await AskEdgesAsync(ListTickets.Instance, cancel);
        // Edges of one machine may share a folder.
        return [.. answers.SelectMany(answer => answer.Reply is TicketList list ? list.Tickets.Select(ticket => new TicketResource(ticket.Id, ticket.Device, ticket.ExpiresAt, answer.Edge)) : [])
            .DistinctBy(ticket => ticket.Id).OrderBy(ticket => ticket.ExpiresAt)];
    }

    /// <exception cref="ApiException">No edge answers, or none knows a ticket of this id that nobody has used.</exception>
    public async Task VoidAsync(string ticket, CancellationToken cancel)
    {
        if (!(await AskEdgesAsync(new VoidTicket(ticket), cancel)).Any(answer => answer.Reply is TicketVoided { WasOutstanding: true }))
            throw new ApiException(Problem.TicketUnknown, "There is no unused ticket of that id.");
    }

    /// <exception cref="ApiException">This gateway's list can't be read.</exception>
    public async Task<IReadOnlyList<RevocationResource>> ListRevocationsAsync(CancellationToken cancel) =>
        [.. Peers(await own.Ask<IEnrolmentMessage>(ListRevocations.Instance, GatewayActors.AnswerWithin, cancel)).Select(peer => new RevocationResource(peer.Role, peer.Name, peer.At, peer.Reason))];

    /// <summary>Returns when every member that is up has it on its disk, or has had its time.</summary>
    /// <exception cref="ApiException">This gateway can't write its list.</exception>
    public async Task<RevocationResource> RevokeAsync(PeerIdentity peer, string reason, CancellationToken cancel)
    {
        var revoked = Peers(await own.Ask<IEnrolmentMessage>(new Revoke(peer.Role, peer.Name, reason), GatewayActors.AnswerWithin, cancel))[0];
        var told = await Task.WhenAll(members.Read().Select(async member => (member.Name, Reply: await AskAsync(member, new TakeRevocations([revoked]), cancel))));
        var failed = told.Where(one => one.Reply is EnrolmentRefused).ToDictionary(one => one.Name, one => ((EnrolmentRefused)one.Reply).Failure.Reason);
        return new(revoked.Role, revoked.Name, revoked.At, revoked.Reason, [Here, .. told.Where(one => one.Reply is RevocationList).Select(one => one.Name).Order(StringComparer.Ordinal)], failed);
    }

    private IEnumerable<MemberRegistration> Edges() => members.Read().Where(member => member.IsEdge);

    private async Task<IReadOnlyList<(string Edge, IEnrolmentMessage Reply)>> AskEdgesAsync(IEnrolmentMessage message, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(Edges().Select(async edge => (edge.Name, Reply: await AskAsync(edge, message, cancel))));
        return answers.Any(answer => answer.Reply is not EnrolmentRefused)
            ? answers
            : throw new ApiException(answers.Length > 0 ? ((EnrolmentRefused)answers[0].Reply).Failure : new(FailureCodes.EdgeUnavailable, "No edge is up."));
    }

    private static async Task<IEnrolmentMessage> AskAsync(MemberRegistration member, IEnrolmentMessage message, CancellationToken cancel)
    {
        try
        {
            return await member.Actor.Ask<IEnrolmentMessage>(message, GatewayActors.AnswerWithin, cancel);
        }
        catch (AskTimeoutException)
        {
            return new EnrolmentRefused(new(FailureCodes.EdgeUnavailable, "it did not answer in time"));
        }
    }

    private static ValueArray<RevokedPeer> Peers(IEnrolmentMessage reply) => reply switch
    {
        RevocationList list => list.Peers,
        EnrolmentRefused refused => throw new ApiException(refused.Failure),
        var other => throw new InvalidOperationException($"A registration answered with {other.GetType().Name}, which is no answer to what was asked."),
    };
}
