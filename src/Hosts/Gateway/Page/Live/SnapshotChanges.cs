using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Requests;
using EdgeActors.Messages.Training;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>What happened between two snapshots. What comes and goes within one interval is not seen: the journals have everything.</summary>
internal static class SnapshotChanges
{
    public static IEnumerable<SystemEvent> Between(SystemSnapshot before, SystemSnapshot after) =>
        [.. Members(before, after), .. Devices(before, after), .. Requests(before, after), .. Runs(before, after)];

    private static IEnumerable<SystemEvent> Members(SystemSnapshot before, SystemSnapshot after)
    {
        var known = before.Cluster.Members.ToDictionary(member => member.Address);
        foreach (var member in after.Cluster.Members)
        {
            if (!known.Remove(member.Address, out var was))
                yield return Of(SystemEventKind.Good, member, $"joined the cluster at {member.Address}");
            else if (was.Reachable && !member.Reachable)
                yield return Of(SystemEventKind.Bad, member, "can't be reached");
            else if (!was.Reachable && member.Reachable)
                yield return Of(SystemEventKind.Good, member, "can be reached again");
            else if (was.Status != member.Status)
                yield return Of(SystemEventKind.Neutral, member, $"is {member.Status}");
        }
        foreach (var gone in known.Values)
            yield return Of(SystemEventKind.Neutral, gone, "left the cluster");

        SystemEvent Of(SystemEventKind kind, MemberResource member, string what) => new(after.At, kind, member.Name, what);
    }

    private static IEnumerable<SystemEvent> Devices(SystemSnapshot before, SystemSnapshot after)
    {
        var known = before.Devices.ToDictionary(device => device.Id);
        foreach (var device in after.Devices)
        {
            var was = known.GetValueOrDefault(device.Id);
            if (device.Online && was?.Online != true)
                yield return Of(SystemEventKind.Good, device, $"connected to {device.Edge}");
            else if (!device.Online && was?.Online == true)
                yield return Of(SystemEventKind.Bad, device, "went offline");
            foreach (var split in device.Splits)
                if (was?.Splits.FirstOrDefault(old => old.Model == split.Model) is { } old && (old.Cut, old.Codec) != (split.Cut, split.Codec))
                    yield return Of(SystemEventKind.Neutral, device, $"{split.Model}: cut moved from {Words.Cut(old.Cut, old.Codec)} to {Words.Cut(split.Cut, split.Codec)}");
        }

        SystemEvent Of(SystemEventKind kind, DeviceResource device, string what) => new(after.At, kind, device.Id, what, $"/devices/{device.Id}");
    }

    /// <summary>With the times of the journal: a request may be noticed long after, by whoever opens the page next.</summary>
    private static IEnumerable<SystemEvent> Requests(SystemSnapshot before, SystemSnapshot after)
    {
        var known = before.Requests.ToDictionary(request => request.Id);
        foreach (var request in after.Requests.Reverse())
        {
            var was = known.GetValueOrDefault(request.Id);
            if (was is null)
                yield return Of(SystemEventKind.Neutral, request.AcceptedAt, request, $"asked: {request.Text}");
            if (!RequestStatuses.IsFinal(request.Status) || (was is { } && RequestStatuses.IsFinal(was.Status)))
                continue;
            var endedAt = request.EndedAt ?? after.At;
            yield return request.Failure is { } failure
                ? Of(SystemEventKind.Bad, endedAt, request, $"failed ({failure.Code}): {failure.Reason}")
                : Of(SystemEventKind.Good, endedAt, request, $"answered in {Words.Duration(request.ElapsedMs)}: {request.Answer}");
        }

        static SystemEvent Of(SystemEventKind kind, DateTimeOffset at, RequestResource request, string what) => new(at, kind, Words.ShortId(request.Id), what, $"/requests/{request.Id}");
    }

    private static IEnumerable<SystemEvent> Runs(SystemSnapshot before, SystemSnapshot after)
    {
        var known = before.Runs.ToDictionary(run => run.Id);
        foreach (var run in after.Runs)
        {
            if (!known.TryGetValue(run.Id, out var was))
            {
                yield return Of(SystemEventKind.Neutral, run, $"training run of {run.RoundsPlanned} rounds");
                continue;
            }
            if (run.RoundsCommitted > was.RoundsCommitted)
                yield return Of(SystemEventKind.Good, run, $"round {run.RoundsCommitted} of {run.RoundsPlanned} committed{(run.Rounds is [.., { Accuracy: { } accuracy }] ? $", accuracy {Words.Percent(accuracy)}" : "")}");
            if (run.Status != was.Status)
                yield return Of(run.Status is RunStatuses.Failed or RunStatuses.Aborted ? SystemEventKind.Bad : SystemEventKind.Neutral, run, $"is {run.Status}{(run.Reason is { } reason ? $": {reason}" : "")}");
        }

        SystemEvent Of(SystemEventKind kind, RunResource run, string what) => new(after.At, kind, run.Id, what, $"/training/{run.Id}");
    }
}
