using EdgeActors.Cli.Requests;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Demo;

/// <summary>Each picture is asked about once, on the devices in turn.</summary>
internal sealed class AnsweredChapter : IDemoChapter<IReadOnlyList<RequestResource>>
{
    public async Task<IReadOnlyList<RequestResource>> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var answered = new List<RequestResource>();
        foreach (var (picture, index) in stage.Pictures.Select((picture, index) => (picture, index)))
        {
            var device = stage.Devices[index % stage.Devices.Count];
            stage.Output.Text($"\n{picture.Name}, held by {device}:");
            answered.Add(await stage.AnswerAsync(DemoStage.AboutHeld(picture, device), cancel));
            stage.Output.Show(RequestReport.Of(answered[^1]));
        }
        return answered;
    }
}
