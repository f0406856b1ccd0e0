using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Requests;
using EdgeActors.Cli.Tiers;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Cli.Demo;

/// <summary>What happens in the demo once the tiers are ready, told as it happens.</summary>
internal sealed class DemoStory(TierSet tiers, string pictureFolder, IReadOnlyList<string> devices, Output output)
{
    private const string Question = "What is in this picture?";
    private const string QuestionForMany = "What is in these pictures?";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DevicesWithin = TimeSpan.FromSeconds(60);

    /// <summary>The way back from the deadline's timer to this process.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private static readonly string[] PictureTypes = [".jpg", ".jpeg", ".png", ".webp"];

    /// <exception cref="CommandFailed">A request that should be answered was not, or one did not end in time.</exception>
    public async Task<DemoReport> TellAsync(CancellationToken cancel)
    {
        using var client = new GatewayClient(tiers.Gateway);
        var pictures = Directory.EnumerateFiles(pictureFolder).Where(IsPicture).Order(StringComparer.Ordinal).Select(PictureFile.Read).ToList();
        if (pictures.Count == 0)
            throw CommandFailed.Usage($"{pictureFolder} holds no picture: {string.Join(", ", PictureTypes)} are looked for.");
        await UntilDevicesAreOnlineAsync(client, cancel);

        var answered = new List<RequestResource>();
        foreach (var (picture, index) in pictures.Select((picture, index) => (picture, index)))
        {
            var device = devices[index % devices.Count];
            output.Text($"\n{picture.Name}, asked on {device}:");
            answered.Add(await AnswerAsync(client, new Question(Question, [picture], [], device, Deadline: Deadline), cancel));
            output.Show(RequestReport.Of(answered[^1]));
        }

        output.Text($"\nAll {Math.Min(pictures.Count, ApiLimits.Default.MaxPictures)} pictures in one request on {devices[0]}, and the edge is killed in the middle of it:");
        var interrupted = await InterruptAsync(client, pictures, cancel);
        output.Show(RequestReport.Of(interrupted.Request));
        return new(answered, interrupted);
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
        var request = await client.SubmitAsync(
            new Question(QuestionForMany, [.. pictures.Take(ApiLimits.Default.MaxPictures)], [], devices[0], Deadline: Deadline), TimeSpan.Zero, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Deadline + Slack);
        string? killedAfter = null;
        Task? restart = null;
        try
        {
            await foreach (var (kind, state) in client.FollowAsync(request.Id, patience.Token))
            {
                request = state;
                if (killedAfter is null && kind is not RequestEventKinds.Accepted)
                {
                    await tiers.Host("edge").KillAsync();
                    killedAfter = kind;
                    output.Progress($"  edge killed (SIGKILL) after '{kind}'; a service manager would start it again, and so does this:");
                    restart = tiers.StartEdgeAsync(cancel);
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"The request {request.Id} neither ended nor failed within its deadline of {Deadline.TotalSeconds:0} s after the edge was killed.");
        }
        if (restart is { })
            await restart;
        var inTime = request.EndedAt is { } ended && ended <= request.DeadlineAt + Slack;
        if (!inTime || killedAfter is null)
            throw new CommandFailed($"The request {request.Id} is {request.Status} and was to end by {request.DeadlineAt:O}.");
        output.Progress(string.Create(CultureInfo.InvariantCulture, $"  it ended as '{request.Status}' after {request.ElapsedMs / 1000:0.0} s of its {Deadline.TotalSeconds:0} s."));
        return new(request, killedAfter, inTime);
    }

    private async Task UntilDevicesAreOnlineAsync(GatewayClient client, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(DevicesWithin);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while ((await client.GetJsonAsync("/v1/devices", limited.Token)).EnumerateArray().Count(device => device.GetProperty("online").GetBoolean()) < devices.Count)
                await look.WaitForNextTickAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"Not all devices were online after {DevicesWithin.TotalSeconds:0} s: GET /v1/devices and the devices' logs say more.");
        }
    }
}
