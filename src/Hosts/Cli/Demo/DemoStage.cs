using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Demo;

/// <summary>What every chapter of the demo can use: running tiers, two devices with pictures, and somebody to tell.</summary>
internal sealed record DemoStage(TierSet Tiers, GatewayClient Client, IReadOnlyList<string> Devices, IReadOnlyList<PictureFile> Pictures, Output Output)
{
    /// <summary>Of a request that nothing disturbs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The way back from the deadline's timer to this process.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>The throttle of a device's link.</summary>
    public DeviceLink LinkOf(string device) => new(Tiers.Address(device), device);

    public async Task<RequestResource> AnswerAsync(Question question, CancellationToken cancel)
    {
        try
        {
            return await Client.SubmitAsync(question, Deadline + Slack, cancel);
        }
        catch (GatewayProblem problem) when (problem.RetryAfter is { } after)
        {
            // A device that is still loading its model says when to come back; once is enough on a machine of our own.
            await Task.Delay(after, cancel);
            return await Client.SubmitAsync(question, Deadline + Slack, cancel);
        }
    }

    /// <summary>A question about a picture that a device holds.</summary>
    public static Question AboutHeld(PictureFile picture, string device) =>
        new("What is in this picture?", [], [Path.GetFileNameWithoutExtension(picture.Name)], device, Deadline: Deadline);
}
