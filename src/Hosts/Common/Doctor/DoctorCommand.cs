using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>
/// <c>EdgeActors.Edge doctor</c>: looks at everything that the host needs, with the same flags, file and environment as the host itself;
/// a line for each, and what to do.
/// </summary>
internal static class DoctorCommand
{
    /// <summary>One finding a line, so that a reader sees each as soon as it is there.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="guard">Turns what goes wrong into a line for a person and an exit code.</param>
    public static Command Create(HostDefinition definition, SettingFlags flags, Func<Func<Task<int>>, Task<int>> guard)
    {
        var json = new Option<bool>("--json") { Description = "A JSON object a line, for programs." };
        var command = new Command("doctor", "Look at everything this host needs, say what is wrong and what to do. 0: nothing failed.") { json };
        command.SetAction((parsed, cancel) => guard(() =>
            RunAsync(definition, flags.Read(parsed), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancel)));
        return command;
    }

    private static async Task<int> RunAsync(HostDefinition definition, Func<Setting, IReadOnlyList<string>?> flags, bool json, TextWriter output, CancellationToken cancel)
    {
        var failed = false;
        await foreach (var finding in FindingsAsync(definition, flags, cancel))
        {
            failed |= finding.State == FindingState.Failed;
            output.WriteLine(json ? JsonSerializer.Serialize(finding, Json) : Line(finding));
        }

        return failed ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static async IAsyncEnumerable<Finding> FindingsAsync(
        HostDefinition definition, Func<Setting, IReadOnlyList<string>?> flags, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        ExaminedHost? host = null;
        Finding settings;
        try
        {
            host = ExaminedHost.Of(definition, HostConfiguration.Resolve(definition, flags, Environment.GetEnvironmentVariable).Settings, TimeProvider.System);
            settings = Finding.Ok("settings", $"{definition.Settings.Count} are set and allowed");
        }
        catch (Exception e) when (e is SettingException or HoconFileException)
        {
            settings = Finding.Failed("settings", e.Message, $"Correct them; EdgeActors.{char.ToUpperInvariant(definition.Tier[0])}{definition.Tier[1..]} --help lists all.");
        }

        yield return settings;
        if (host is not null)
            await foreach (var finding in HostDoctor.ExamineAsync(host, cancel))
                yield return finding;
    }

    private static string Line(Finding finding) =>
        $"{(finding.State switch { FindingState.Ok => "ok", FindingState.Warning => "WARN", _ => "FAIL" }),-5} {finding.Check,-18} {finding.What}{(finding.Remedy is { } remedy ? $" => {remedy}" : "")}";
}
