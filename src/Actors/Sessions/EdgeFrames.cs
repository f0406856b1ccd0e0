using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using Google.Protobuf;

namespace EdgeActors.Actors.Sessions;

/// <summary>What a session tells its device, as frames.</summary>
internal static class EdgeFrames
{
    public static EdgeFrame Welcome(SessionId session, string edge, TimeSpan heartbeat) =>
        new() { Welcome = new() { Session = session.Value, Edge = edge, HeartbeatMs = heartbeat.TotalMilliseconds } };

    public static EdgeFrame Refusal(string code, string reason) => new() { Refusal = new() { Code = code, Reason = reason } };

    public static EdgeFrame Goodbye(string reason) => new() { Goodbye = new() { Reason = reason } };

    public static EdgeFrame Propose(SessionCommands.ProposePair propose) => new()
    {
        Propose = new() { Proposal = propose.Proposal, Pair = propose.Pair.ToWire(), Files = { propose.Files.Select(file => file.ToLink()) } },
    };

    public static EdgeFrame Commit(SessionCommands.CommitPair commit) => new() { Commit = new() { Proposal = commit.Proposal, Pair = commit.Pair.ToWire() } };

    public static EdgeFrame Run(SessionCommands.ExecuteStep step, TimeSpan remaining) => new()
    {
        TraceParent = step.TraceParent ?? "",
        RunStep = new()
        {
            Step = step.Step.ToString(),
            Task = step.Task,
            Pair = step.Pair.ToWire(),
            Picture = step.Picture.ToLink(),
            Question = step.Question ?? "",
            RemainingMs = remaining.TotalMilliseconds,
        },
    };

    public static EdgeFrame Cancel(string step, string reason) => new() { CancelStep = new() { Step = step, Reason = reason } };

    public static EdgeFrame Probe(SessionCommands.ProbeLink probe) => new() { Probe = new() { Id = probe.Probe, EchoBytes = probe.Bytes } };

    public static EdgeFrame Training(DeviceCommands.SendTraining training) =>
        new() { Training = new() { Kind = training.Kind, Payload = ByteString.CopyFrom([.. training.Payload]) } };
}
