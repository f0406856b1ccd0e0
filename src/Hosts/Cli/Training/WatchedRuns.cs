using EdgeActors.Cli.Gateway;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Training;

/// <summary>
/// Runs that are started and watched while the cloud may be killed: a start by the gateway is asked for until it is in the journal, and the journal
/// itself tells how far a run has come, which needs no host.
/// </summary>
/// <param name="within">How long anything may take.</param>
internal sealed class WatchedRuns(GatewayClient gateway, RunJournal journal, TimeSpan within)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(300);

    public async Task StartAsync(string run, TrainingPlan plan, TrainableNetwork network, CancellationToken cancel)
    {
        var last = "no cloud has answered";
        using var limited = Limited(cancel);
        using var look = new PeriodicTimer(AskEvery);
        try
        {
            do
            {
                try
                {
                    await gateway.StartRunAsync(run, plan.ToCanonicalJson(), OnnxFile.ToBytes(network.Network), network.Weights(), limited.Token);
                    return;
                }
                catch (Exception away) when (GatewayClient.IsAway(away))
                {
                    last = away.Message; // no cloud or no gateway for the moment, or one that died while it was asked
                }

                // Its answer may have been lost with the cloud.
                if (journal.Find(run).Count > 0)
                    return;
            }
            while (await look.WaitForNextTickAsync(limited.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"Run {run} could not be started in {within.TotalSeconds:0} s: {last}");
        }
    }

    /// <summary>Waits until the run's journal satisfies a condition.</summary>
    /// <exception cref="CommandFailed">It does not in time; the message says where it stands.</exception>
    public async Task UntilAsync(string run, Func<IReadOnlyList<RunEvents.IRunEvent>, bool> isSo, string what, CancellationToken cancel)
    {
        using var limited = Limited(cancel);
        using var look = new PeriodicTimer(LookEvery);
        IReadOnlyList<RunEvents.IRunEvent> events = [];
        try
        {
            do
                events = journal.Find(run);
            while (!isSo(events) && await look.WaitForNextTickAsync(limited.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"Run {run} has not {what} after {within.TotalSeconds:0} s; its last event is {events.LastOrDefault()?.ToString() ?? "none"}.");
        }
    }

    public Task UntilEndedAsync(string run, CancellationToken cancel) =>
        UntilAsync(run, events => events.Any(happened => happened is RunEvents.RunEnded), "ended", cancel);

    private CancellationTokenSource Limited(CancellationToken cancel)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(within);
        return limited;
    }
}
