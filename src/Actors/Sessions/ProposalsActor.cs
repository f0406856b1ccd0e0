using Akka.Actor;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// The proposals of one session that its device has not answered. From coordinators, by way of the session: <see cref="ProposePair"/>, answered by
/// <see cref="ProposalAnswered"/>. From the device: <see cref="ProposalAnswer"/>. Tells the session the frame once what the device will fetch is on
/// this edge: the twin may live on another. When the session ends every proposal is answered with <see cref="FailureCodes.LinkLost"/>.
/// </summary>
internal sealed class ProposalsActor : ReceiveActor
{
    private readonly DeviceId _device;
    private readonly Dictionary<string, IActorRef> _proposers = [];
    private readonly CancellationTokenSource _stopping = new();

    public ProposalsActor(DeviceId device, EdgeServices services)
    {
        _device = device;
        Receive<ProposePair>(propose =>
        {
            _proposers[propose.Proposal] = Sender;
            BringFilesAsync(services, propose.Files, _stopping.Token).PipeTo(Self,
                success: () => new FilesHere(propose),
                failure: cause => new FilesAway(propose.Proposal, StepWork.FailureOf(cause)));
        });
        Receive<FilesHere>(here => Context.Parent.Tell(EdgeFrames.Propose(here.Propose)));
        Receive<FilesAway>(away => Answer(away.Proposal, away.Failure));
        Receive<ProposalAnswer>(answer => Answer(answer.Proposal, answer.Accepted ? null : new(answer.Code, answer.Reason)));
    }

    public static Props Props(DeviceId device, EdgeServices services) => Akka.Actor.Props.Create(() => new ProposalsActor(device, services));

    protected override void PostStop()
    {
        foreach (var proposal in _proposers.Keys.ToList())
            Answer(proposal, new(FailureCodes.LinkLost, $"The link to device {_device} broke.", TimeSpan.FromSeconds(1)));
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Answer(string proposal, Failure? failure)
    {
        if (_proposers.Remove(proposal, out var proposer))
            proposer.Tell(new ProposalAnswered(_device, proposal, failure));
    }

    private static async Task BringFilesAsync(EdgeServices services, ValueArray<BlobRef> files, CancellationToken stopping)
    {
        foreach (var file in files)
            await services.Blobs.FetchAsync(file, stopping);
    }

    private sealed record FilesHere(ProposePair Propose) : INoSerializationVerificationNeeded;

    private sealed record FilesAway(string Proposal, Failure Failure) : INoSerializationVerificationNeeded;
}
