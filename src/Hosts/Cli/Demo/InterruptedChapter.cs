using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Requests;
using EdgeActors.Cli.Tiers;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Cli.Demo;

/// <summary>The edge is killed in the middle of a request: it ends within its deadline, with an answer or with a reason.</summary>
internal sealed class InterruptedChapter : IDemoChapter<InterruptedRequest>
{
    private const string QuestionForMany = "What is in these pictures?";

    /// <summary>Long enough for the cluster to be sure that the edge is dead (some 20 s) and for the next one to take over.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    /// <summary>So slow that a picture takes seconds.</summary>
    private static readonly LinkThrottle Slow = new("4KB/s", "4KB/s", "20ms");

    public async Task<InterruptedRequest> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var (tiers, client, output, device) = (stage.Tiers, stage.Client, stage.Output, stage.Devices[0]);
        output.Text($"\nAll {Math.Min(stage.Pictures.Count, ApiLimits.Default.MaxPictures)} pictures in one request on {device}, its link throttled to {Slow.Up}, and the edge is killed in the middle of it:");
        // Unthrottled it would be answered before a signal could arrive.
        var link = stage.LinkOf(device);
        await link.ThrottleAsync(Slow, cancel);
        var request = await client.SubmitAsync(
            new Question(QuestionForMany, [.. stage.Pictures.Take(ApiLimits.Default.MaxPictures)], [], device, Deadline: Deadline), TimeSpan.Zero, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Deadline + DemoStage.Slack);
        string? killedAfter = null;
        Task? restart = null;
        try
        {
            await foreach (var (kind, state) in client.FollowAsync(request.Id, patience.Token))
            {
                request = state;
                if (killedAfter is null && kind is RequestEventKinds.StepStarted)
                {
                    await tiers.Host("edge").KillAsync();
                    killedAfter = kind;
                    output.Progress($"  edge killed (SIGKILL) after '{kind}'; a service manager would start it again, and so does this:");
                    restart = tiers.StartEdgeAsync(cancel);
                    await link.ThrottleAsync(LinkThrottle.None, cancel);
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"The request {request.Id} neither ended nor failed within its deadline of {Deadline.TotalSeconds:0} s after the edge was killed.");
        }
        if (restart is { })
            await restart;
        var inTime = request.EndedAt is { } ended && ended <= request.DeadlineAt + DemoStage.Slack;
        if (!inTime || killedAfter is null)
            throw new CommandFailed($"The request {request.Id} is {request.Status} and was to end by {request.DeadlineAt:O}; the edge was killed after '{killedAfter ?? "nothing"}'.");
        output.Progress(string.Create(CultureInfo.InvariantCulture, $"  it ended as '{request.Status}' after {request.ElapsedMs / 1000:0.0} s of its {Deadline.TotalSeconds:0} s."));
        output.Show(RequestReport.Of(request));
        return new(request, killedAfter, inTime);
    }
}
