using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EdgeActors.Cli;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Training;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Tests.Cli.Training;

/// <summary>Following a run over a gateway that comes and goes.</summary>
public sealed class RunFollowerSpecs
{
    private static readonly RunResource Running = new("r", RunStatuses.Running, "plan", "f", 2, 1, 0, 0, [], null, "m", [], null);

    [Fact]
    public async Task Following_goes_on_when_the_gateway_does_not_even_take_a_connection_for_a_while()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string?[] answers =
        [
            Http("application/json", Text(Running)),
            Events(1, RunEventKinds.Started, Running),
            null, // the gateway is being started again
            null,
            Events(2, RunEventKinds.Ended, Running with { Status = RunStatuses.Completed, RoundsCommitted = 2 }),
        ];
        var requests = ServeAsync(listener, answers);

        using var client = new GatewayClient(new Uri($"http://{listener.LocalEndpoint}"));
        var run = await new RunFollower(client, new Output(OutputFormat.Json, new StringWriter(), new StringWriter())).UntilEndedAsync("r", CancellationToken.None);

        Assert.Equal((RunStatuses.Completed, 2), (run.Status, run.RoundsCommitted));
        Assert.Contains("Last-Event-ID: 1", (await requests)[^1], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One connection for each answer; null closes it without one.</summary>
    private static async Task<List<string>> ServeAsync(TcpListener listener, IEnumerable<string?> answers)
    {
        List<string> requests = [];
        foreach (var answer in answers)
        {
            using var connection = await listener.AcceptTcpClientAsync();
            if (answer is null)
                continue;
            await using var stream = connection.GetStream();
            var request = new StringBuilder();
            var buffer = new byte[4096];
            while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            requests.Add(request.ToString());
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        }

        return requests;
    }

    private static string Text(RunResource run) => JsonSerializer.Serialize(run, ApiJson.Options).ReplaceLineEndings("");

    private static string Events(long sequence, string kind, RunResource run) => Http("text/event-stream", $"id: {sequence}\nevent: {kind}\ndata: {Text(run)}\n\n");

    private static string Http(string type, string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
}
