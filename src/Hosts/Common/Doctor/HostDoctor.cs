using System.Runtime.CompilerServices;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Health;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>Everything that is looked at for one host: what all hosts share by their settings, then what its definition adds.</summary>
public static class HostDoctor
{
    public static async IAsyncEnumerable<Finding> ExamineAsync(ExaminedHost host, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var examination in Shared(host).Concat(host.Definition.Examinations))
            foreach (var finding in await examination(host, cancel))
                yield return finding;
        if (host.RunningPid is { } pid)
            yield return await RunningAsync(host, pid, cancel);
    }

    private static IEnumerable<Examination> Shared(ExaminedHost host)
    {
        yield return FolderExamination.LookAsync;
        yield return ClockExamination.LookAsync;
        yield return PortExamination.For(HostSettings.HttpHost, HostSettings.HttpPort);
        if (host.Has(ClusterSettings.RemotePort))
        {
            yield return PortExamination.For(ClusterSettings.RemoteBind, ClusterSettings.RemotePort);
            yield return PortExamination.For(ClusterSettings.BlobsBind, ClusterSettings.BlobsPort);
            yield return BlobExamination.LookAsync;
            yield return ReachExamination.For("seed", examined => examined.Settings.Get(ClusterSettings.Seeds));
        }

        if (host.Has(JournalSettings.Provider))
            yield return JournalExamination.LookAsync;
    }

    /// <summary>A host that runs is asked itself.</summary>
    private static async Task<Finding> RunningAsync(ExaminedHost host, int pid, CancellationToken cancel)
    {
        var (ready, answer) = await HealthProbe.AskAsync(host.Settings, "ready", cancel);
        return ready
            ? Finding.Ok("ready", $"process {pid} does its work")
            : Finding.Failed("ready", $"process {pid}: {answer}", "Its log says more; a check that names another host is about that host.");
    }
}
