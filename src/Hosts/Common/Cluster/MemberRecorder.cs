using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>Writes the other members down whenever the membership changes. Listens to <see cref="ClusterEvent.IMemberEvent"/>; nobody talks to it.</summary>
internal sealed class MemberRecorder : ReceiveActor
{
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public MemberRecorder(RememberedMembers remembered)
    {
        Receive<ClusterEvent.IMemberEvent>(_ => Record(remembered));
    }

    protected override void PreStart() => _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Record(RememberedMembers remembered)
    {
        var others = _cluster.State.Members.Select(member => member.Address).Where(address => !address.Equals(_cluster.SelfAddress)).ToArray();
        // Alone is what a member sees of a partition or of its own leaving: the last company is the better hint.
        if (others.Length == 0)
            return;
        try
        {
            remembered.Write(others);
        }
        catch (IOException e)
        {
            _log.Warning("The members can't be written down: {0}", e.Message);
        }
    }
}
