using System.CommandLine;
using EdgeActors.Cli.Gateway;

namespace EdgeActors.Cli.Requests;

/// <summary><c>edgeactors ask PICTURE "TEXT"</c>: one request through a running gateway.</summary>
internal static class AskCommand
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var picture = new Argument<string>("picture") { Description = "a picture file; with --on-device, the id of a picture that the device holds" };
        var text = new Argument<string>("text") { Description = "what you want to know" };
        var device = new Option<string?>("--device") { Description = "the device on which the first half of the model runs; the edge runs everything otherwise" };
        var onDevice = new Option<bool>("--on-device") { Description = "the picture is on the device already and stays there unless the split sends it" };
        var budget = new Option<double?>("--accuracy-loss") { Description = "accuracy that codecs may cost, as a fraction: 0.01 is one point" };
        var deadline = new Option<double?>("--deadline") { Description = "seconds; 30 where not given" };
        var gateway = GatewayOption.Create();
        var command = new Command("ask", "Ask one question about a picture.") { picture, text, device, onDevice, budget, deadline, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var held = parsed.GetValue(onDevice);
            if (held && parsed.GetValue(device) is null)
                throw CommandFailed.Usage("--on-device needs --device: name the device that holds the picture.");
            var name = parsed.GetRequiredValue(picture);
            var within = parsed.GetValue(deadline) is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultDeadline;
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            return await RunAsync(
                client,
                new Question(parsed.GetRequiredValue(text), held ? [] : [PictureFile.Read(name)], held ? [name] : [], parsed.GetValue(device), parsed.GetValue(budget), within),
                within, Output.For(parsed), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(GatewayClient client, Question question, TimeSpan within, Output output, CancellationToken cancel)
    {
        try
        {
            // The gateway answers at the deadline; one second more is for the way.
            output.Write(await client.SubmitAsync(question, within + TimeSpan.FromSeconds(1), cancel), RequestReport.Of);
            return ExitCodes.Done;
        }
        catch (GatewayProblem problem)
        {
            if (problem.Request is { } request)
                output.Write(request, RequestReport.Of);
            throw new CommandFailed(problem.RetryAfter is { } after ? $"{problem.Message} Try again in {after.TotalSeconds:0} s." : problem.Message, cause: problem);
        }
    }
}
