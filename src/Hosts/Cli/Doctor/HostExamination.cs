using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeActors.Cli.Tiers;
using EdgeActors.Hosts.Common.Doctor;

namespace EdgeActors.Cli.Doctor;

/// <summary>Runs one host's own <c>doctor</c> as a process and reads what it finds.</summary>
internal static class HostExamination
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <exception cref="CommandFailed">The host is not built, or says something else than findings: a wrong flag.</exception>
    public static async Task<IReadOnlyList<HostFinding>> RunAsync(string tier, IEnumerable<string> flags, CancellationToken cancel)
    {
        var start = HostProcess.Program(tier);
        foreach (var argument in (string[])["doctor", "--json", .. flags])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var lines = (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancel);
        if (lines.Length == 0)
            throw CommandFailed.Usage($"The {tier} host could not look: {(await errors).Trim()}");
        return [.. lines.Select(line => JsonSerializer.Deserialize<Finding>(line, Json)!).Select(found => new HostFinding(tier, found.Check, found.State, found.What, found.Remedy))];
    }
}
