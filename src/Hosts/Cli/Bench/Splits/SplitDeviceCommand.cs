using System.CommandLine;
using System.Text.Json;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// <c>bench split-device</c>: the device process that <c>bench split</c> starts. Reads orders from standard input, one JSON document a line,
/// and answers each with a line.
/// </summary>
internal static class SplitDeviceCommand
{
    public const string Name = "split-device";

    private static readonly JsonSerializerOptions Lines = new(Output.Json) { WriteIndented = false };

    public static Command Create()
    {
        var command = new Command(Name, "The device's end of 'bench split'; started by it.") { Hidden = true };
        command.SetAction(async (_, stop) =>
        {
            var setup = await ReadAsync<DeviceSetup>(stop) ?? throw CommandFailed.Usage("'bench split-device' is started by 'bench split', which tells it what to do.");
            using var device = new DeviceEnd(setup, TimeProvider.System);
            await device.ConnectAsync(stop);
            Answer(device.AllCandidates);
            while (await ReadAsync<DeviceOrder>(stop) is { } order) Answer(await device.RunAsync(order, stop));
            return ExitCodes.Done;
        });
        return command;
    }

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Lines);

    public static T Parse<T>(string line) => JsonSerializer.Deserialize<T>(line, Lines)!;

    private static async Task<T?> ReadAsync<T>(CancellationToken stop) where T : class =>
        await Console.In.ReadLineAsync(stop) is { Length: > 0 } line ? Parse<T>(line) : null;

    private static void Answer<T>(T value) => Console.Out.WriteLine(Line(value));
}
