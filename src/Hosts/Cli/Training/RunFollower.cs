using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Training;
using Spectre.Console;

namespace EdgeActors.Cli.Training;

/// <summary>
/// Shows a run until it ends: as one picture that changes where there is a terminal, as a line for each event elsewhere. Goes on after the last event it
/// has seen when a connection breaks or the cloud is away.
/// </summary>
internal sealed class RunFollower(GatewayClient client, Output output)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>The last model is measured after the run has ended.</summary>
    private const int LooksForTheLastAccuracy = 5;

    private RunResource? _run;
    private OpenRoundResource? _round;

    /// <exception cref="GatewayProblem">There is no such run.</exception>
    public async Task<RunResource> UntilEndedAsync(string id, CancellationToken cancel)
    {
        _run = await client.GetRunAsync(id, cancel);
        if (output.Screen is { } screen)
            await screen.Live(RunScreen.Of(_run, null)).StartAsync(context => WatchToTheLastAccuracyAsync(id, () => context.UpdateTarget(RunScreen.Of(_run, _round)), cancel));
        else
            await WatchToTheLastAccuracyAsync(id, () => { }, cancel);
        return _run;
    }

    private async Task WatchToTheLastAccuracyAsync(string id, Action show, CancellationToken cancel)
    {
        await WatchAsync(id, show, cancel);
        _run = await WithLastAccuracyAsync(_run!, cancel);
        show();
    }

    private async Task WatchAsync(string id, Action show, CancellationToken cancel)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var looking = LookAsync(show, watching.Token);
        var seen = 0L;
        using var pause = new PeriodicTimer(LookEvery);
        while (true)
        {
            try
            {
                await foreach (var (sequence, kind, run) in client.FollowRunAsync(id, seen, cancel))
                {
                    (seen, _run) = (sequence, run);
                    show();
                    Tell(kind, run);
                }
            }
            catch (Exception broken) when (GatewayClient.IsAway(broken))
            {
                // The gateway or the cloud is away for a while; the journal's numbers say where to go on.
            }

            if (RunStatuses.IsFinal(_run!.Status))
                break;
            await pause.WaitForNextTickAsync(cancel);
        }

        await watching.CancelAsync();
        await looking;
    }

    /// <summary>How far each device has come is not an event of the run: it is asked for, for the eye.</summary>
    private async Task LookAsync(Action show, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(LookEvery);
        try
        {
            do
            {
                try
                {
                    _round = _run is { Round: > 0 } run ? await client.GetRoundAsync(run.Id, run.Round, cancel) : null;
                    show();
                }
                catch (Exception broken) when (broken is CommandFailed || GatewayClient.IsAway(broken))
                {
                    // The next look may find the cloud again.
                }
            }
            while (await look.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Tell(string kind, RunResource run)
    {
        if (output.Screen is not null)
            return;
        var line = kind switch
        {
            RunEventKinds.RoundCommitted => Committed(run.Rounds[^1], run.RoundsPlanned),
            RunEventKinds.RoundFailed => $"round {run.RoundsCommitted + 1} failed: {run.Reason}",
            RunEventKinds.Evaluated => run.Rounds.LastOrDefault(round => round.Accuracy is not null) is { } measured
                ? string.Create(CultureInfo.InvariantCulture, $"round {measured.Number}: accuracy {100 * measured.Accuracy:0.0} %") : null,
            RunEventKinds.Paused or RunEventKinds.Resumed => kind,
            _ => null,
        };
        if (line is not null)
            output.Progress(line);
    }

    private static string Committed(RoundResource round, int planned) => string.Create(CultureInfo.InvariantCulture,
        $"round {round.Number}/{planned}: {new string('+', round.Participants)}{new string('-', round.Lost)} loss {round.Loss:0.000}, {round.BytesUp / 1e3:0} KB up, {round.BytesDown / 1e3:0} KB down, model {round.Model[..12]}");

    private async Task<RunResource> WithLastAccuracyAsync(RunResource run, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(LookEvery);
        for (var i = 0; i < LooksForTheLastAccuracy && run.Rounds is [.., { Accuracy: null }] && run.Rounds.Any(round => round.Accuracy is not null); i++)
        {
            await look.WaitForNextTickAsync(cancel);
            run = await client.GetRunAsync(run.Id, cancel);
        }

        return run;
    }
}
