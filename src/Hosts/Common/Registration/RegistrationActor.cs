using Akka.Actor;
using Akka.Event;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using EdgeActors.Messages.Enrolment;
using static EdgeActors.Messages.Enrolment.EnrolmentCommands;
using static EdgeActors.Messages.Enrolment.EnrolmentQueries;
using static EdgeActors.Messages.Enrolment.EnrolmentReplies;

namespace EdgeActors.Hosts.Common.Registration;

/// <summary>
/// The certificate folder of one member, for the others: makes and ends tickets where the authority's key is, revokes, and sees that every member
/// knows what any of them has revoked. Commands: <see cref="IssueTicket"/>, <see cref="VoidTicket"/>, <see cref="Revoke"/>,
/// <see cref="TakeRevocations"/>. Queries: <see cref="ListTickets"/>, <see cref="ListRevocations"/>. Tells the other members' registrations
/// <see cref="TakeRevocations"/>: what is new in its folder, also where the command line has written it, and everything to a member that has just come.
/// </summary>
public sealed class RegistrationActor : ReceiveActor, IWithTimers
{
    public const string Name = "registration";

    /// <summary>A message has room for many more, and a reason may be long.</summary>
    private const int MostInOneMessage = 100;

    /// <summary>So many looks later everything is told again: a message between members may be lost.</summary>
    private const int TellAllAfter = 60;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CertificateFolder _folder;
    private readonly EnrolmentTokens _tokens;
    private readonly IMemberRegistrations _others;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private HashSet<Revocation> _told = [];
    private HashSet<string> _members = [];
    private int _looks;

    public RegistrationActor(CertificateFolder folder, IMemberRegistrations others, TimeProvider time)
    {
        (_folder, _others, _time, _tokens) = (folder, others, time, new EnrolmentTokens(folder, time));
        Answers<IssueTicket>(issue => Task.FromResult(Issue(issue)));
        Answers<VoidTicket>(end => Task.FromResult<IEnrolmentMessage>(new TicketVoided(end.Ticket, _tokens.VoidOne(end.Ticket))));
        Answers<ListTickets>(_ => Task.FromResult<IEnrolmentMessage>(new TicketList(
            _folder.HasAuthorityKey ? _tokens.List().Select(ticket => new Ticket(ticket.Id, ticket.Device, ticket.Expires)).ToValueArray() : [])));
        Answers<ListRevocations>(_ => Task.FromResult<IEnrolmentMessage>(ListOf(_folder.Revocations.All)));
        Answers<Revoke>(RevokeAsync);
        Answers<TakeRevocations>(TakeAsync);
        // The answer of a member to what it was told.
        Receive<RevocationList>(_ => { });
        Receive<EnrolmentRefused>(refused => _log.Warning("{0} can't take over revocations: {1}", Sender, refused.Failure.Reason));
        Receive<Look>(_ => TellOthers());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Look.Instance, Look.Instance, TimeSpan.Zero, LookEvery);

    private IEnrolmentMessage Issue(IssueTicket issue)
    {
        if (!_folder.HasAuthorityKey)
            return new EnrolmentRefused(new(Problem.AuthorityMissing, $"{_folder.AuthorityKeyFile} is not here: tickets are made where the authority's key is."));
        try
        {
            var issued = _tokens.Issue(issue.Device, issue.Lifetime, issue.IdempotencyKey);
            return new TicketIssued(new(issued.Id, issue.Device, issued.Expires), issued.Ticket.Token, issued.Ticket.Authority);
        }
        catch (TicketConflictException e)
        {
            return new EnrolmentRefused(new(Problem.IdempotencyConflict, e.Message));
        }
    }

    private async Task<IEnrolmentMessage> RevokeAsync(Revoke revoke)
    {
        var revocation = await _folder.Revocations.AddAsync(new(revoke.Name, revoke.Role), revoke.Reason, _time, CancellationToken.None);
        VoidTicketsOf([revocation]);
        Self.Tell(Look.Instance);
        return ListOf([revocation]);
    }

    private async Task<IEnrolmentMessage> TakeAsync(TakeRevocations take)
    {
        VoidTicketsOf(await _folder.Revocations.TakeAsync([.. take.Peers.Select(peer => new Revocation(peer.Role, peer.Name, peer.At, peer.Reason))], _time, CancellationToken.None));
        return new RevocationList(take.Peers);
    }

    private void VoidTicketsOf(IEnumerable<Revocation> revoked)
    {
        foreach (var device in revoked.Where(one => one.Role == PeerIdentity.DeviceRole))
            _tokens.Void(device.Name);
    }

    private void TellOthers()
    {
        try
        {
            var all = _folder.Revocations.All;
            IReadOnlyCollection<Revocation> fresh = _looks++ % TellAllAfter == 0 ? all : [.. all.Where(one => !_told.Contains(one))];
            var members = _others.Read();
            foreach (var member in members)
                foreach (var some in (_members.Contains(member.Incarnation) ? fresh : all).Chunk(MostInOneMessage))
                    member.Actor.Tell(new TakeRevocations(some.Select(ToMessage).ToValueArray()), Self);
            (_told, _members) = ([.. all], [.. members.Select(member => member.Incarnation)]);
        }
        catch (CertificateException e)
        {
            // Nobody is let in meanwhile, which is told to whoever is refused.
            _log.Warning("The revocations of this host can't be told to the others: {0}", e.Message);
        }
    }

    /// <summary>A folder that can't be read or written is an answer, too.</summary>
    private void Answers<TMessage>(Func<TMessage, Task<IEnrolmentMessage>> act) => ReceiveAsync<TMessage>(async message =>
    {
        var asker = Sender;
        try
        {
            asker.Tell(await act(message));
        }
        catch (Exception e) when (e is CertificateException or IOException or UnauthorizedAccessException)
        {
            asker.Tell(new EnrolmentRefused(new(Problem.CertificatesUnusable, e.Message)));
        }
    });

    private static RevocationList ListOf(IEnumerable<Revocation> revoked) => new(revoked.Select(ToMessage).ToValueArray());

    private static RevokedPeer ToMessage(Revocation revoked) => new(revoked.Role, revoked.Name, revoked.At, revoked.Reason);

    private sealed class Look : INotInfluenceReceiveTimeout
    {
        public static readonly Look Instance = new();
    }
}
