using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Requests;
using EdgeActors.Cli.Tiers;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Cli.Demo;

/// <summary>What happens in the demo once the tiers are ready, told as it happens.</summary>
internal sealed class DemoStory(TierSet tiers, string cloudFolder, string pictureFolder, IReadOnlyList<string> devices, Output output)
{
    private const string Question = "What is in this picture?";
    private const string QuestionForMany = "What is in these pictures?";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Long enough for the cluster to be sure that the edge is dead (some 20 s) and for the next one to take over.</summary>
    private static readonly TimeSpan InterruptedDeadline = TimeSpan.FromSeconds(45);

    /// <summary>Twins tell their splits every 5 s; one that stays for two of those has settled.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(11);

    private static readonly TimeSpan SplitsWithin = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan ThereWithin = TimeSpan.FromSeconds(60);

    /// <summary>The way back from the deadline's timer to this process.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>So slow that a picture takes seconds.</summary>
    private static readonly LinkThrottle Slow = new("4KB/s", "4KB/s", "20ms");

    private static readonly string[] PictureTypes = [".jpg", ".jpeg", ".png", ".webp"];

    /// <exception cref="CommandFailed">A request that should be answered was not, or one did not end in time.</exception>
    public async Task<DemoReport> TellAsync(CancellationToken cancel)
    {
        using var client = new GatewayClient(tiers.Gateway);
        var pictures = Directory.EnumerateFiles(pictureFolder).Where(IsPicture).Order(StringComparer.Ordinal).Select(PictureFile.Read).ToList();
        if (pictures.Count == 0)
            throw CommandFailed.Usage($"{pictureFolder} holds no picture: {string.Join(", ", PictureTypes)} are looked for.");
        await UntilEverythingIsThereAsync(client, cancel);
        await UntilSplitsAreAgreedAsync(client, cancel);

        var answered = new List<RequestResource>();
        foreach (var (picture, index) in pictures.Select((picture, index) => (picture, index)))
        {
            var device = devices[index % devices.Count];
            output.Text($"\n{picture.Name}, held by {device}:");
            answered.Add(await AnswerAsync(client, new Question(Question, [], [Path.GetFileNameWithoutExtension(picture.Name)], device, Deadline: Deadline), cancel));
            output.Show(RequestReport.Of(answered[^1]));
        }

        output.Text($"\nAll {Math.Min(pictures.Count, ApiLimits.Default.MaxPictures)} pictures in one request on {devices[0]}, its link throttled to {Slow.Up}, and the edge is killed in the middle of it:");
        var interrupted = await InterruptAsync(client, pictures, cancel);
        output.Show(RequestReport.Of(interrupted.Request));
        return new(answered, interrupted, await new FederatedChapter(tiers, cloudFolder, devices, output).TellAsync(cancel));
    }

    private static bool IsPicture(string path) => PictureTypes.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static async Task<RequestResource> AnswerAsync(GatewayClient client, Question question, CancellationToken cancel)
    {
        try
        {
            return await client.SubmitAsync(question, Deadline + Slack, cancel);
        }
        catch (GatewayProblem problem) when (problem.RetryAfter is { } after)
        {
            // A device that is still loading its model says when to come back; once is enough on a machine of our own.
            await Task.Delay(after, cancel);
            return await client.SubmitAsync(question, Deadline + Slack, cancel);
        }
    }

    private async Task<InterruptedRequest> InterruptAsync(GatewayClient client, IReadOnlyList<PictureFile> pictures, CancellationToken cancel)
    {
        // Unthrottled it would be answered before a signal could arrive.
        var link = new DeviceLink(tiers.Address(devices[0]), devices[0]);
        await link.ThrottleAsync(Slow, cancel);
        var request = await client.SubmitAsync(
            new Question(QuestionForMany, [.. pictures.Take(ApiLimits.Default.MaxPictures)], [], devices[0], Deadline: InterruptedDeadline), TimeSpan.Zero, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(InterruptedDeadline + Slack);
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
            throw new CommandFailed($"The request {request.Id} neither ended nor failed within its deadline of {InterruptedDeadline.TotalSeconds:0} s after the edge was killed.");
        }
        if (restart is { })
            await restart;
        var inTime = request.EndedAt is { } ended && ended <= request.DeadlineAt + Slack;
        if (!inTime || killedAfter is null)
            throw new CommandFailed($"The request {request.Id} is {request.Status} and was to end by {request.DeadlineAt:O}; the edge was killed after '{killedAfter ?? "nothing"}'.");
        output.Progress(string.Create(CultureInfo.InvariantCulture, $"  it ended as '{request.Status}' after {request.ElapsedMs / 1000:0.0} s of its {InterruptedDeadline.TotalSeconds:0} s."));
        return new(request, killedAfter, inTime);
    }

    /// <summary>Hosts that are ready are not yet devices that have connected and models that are announced.</summary>
    private async Task UntilEverythingIsThereAsync(GatewayClient client, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(ThereWithin);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var missing = "";
        try
        {
            while ((missing = await MissingAsync(client, limited.Token)) is not null)
                await look.WaitForNextTickAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"After {ThereWithin.TotalSeconds:0} s {missing}: the hosts' logs say more.");
        }
    }

    /// <summary>
    /// Devices fetch their halves over the slow link and time them, and the split moves while they do; before that the edge runs everything.
    /// </summary>
    private async Task UntilSplitsAreAgreedAsync(GatewayClient client, CancellationToken cancel)
    {
        output.Progress("Waiting until the devices have fetched and timed their halves of the model:");
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var started = Stopwatch.GetTimestamp();
        var (splits, since) = ("", started);
        while (Stopwatch.GetElapsedTime(started) < SplitsWithin && (!splits.Contains(' ') || Stopwatch.GetElapsedTime(since) < SettledAfter))
        {
            var now = await SplitsAsync(client, cancel);
            if (now != splits)
                (splits, since) = (now, Stopwatch.GetTimestamp());
            await look.WaitForNextTickAsync(cancel);
        }
        output.Progress($"  {splits}");
    }

    private static async Task<string> SplitsAsync(GatewayClient client, CancellationToken cancel) => string.Join("; ",
        from device in (await client.GetJsonAsync("/v1/devices", cancel)).EnumerateArray()
        from split in device.GetProperty("splits").EnumerateArray()
        select $"{device.GetProperty("id").GetString()} {split.GetProperty("model").GetString()} at {split.GetProperty("cut").GetString()}");

    private async Task<string?> MissingAsync(GatewayClient client, CancellationToken cancel)
    {
        var online = (await client.GetJsonAsync("/v1/devices", cancel)).EnumerateArray().Count(device => device.GetProperty("online").GetBoolean());
        if (online < devices.Count)
            return $"{online} of {devices.Count} devices are online";
        return (await client.GetJsonAsync("/v1/registry/models", cancel)).GetArrayLength() == 0 ? "no model is announced" : null;
    }
}
