using System.Text.Json;

namespace EdgeActors.Cli.Watch;

/// <summary>A device as <c>edgeactors watch</c> shows it, at one moment.</summary>
/// <param name="GoodputBytesPerSecond">Of the uplink: what nine of ten recent transfers reached. Null until measured.</param>
internal sealed record WatchedDevice(
    string Id, bool Online, double? GoodputBytesPerSecond, double? RoundTripMs, int StepsInFlight, long StepsDone, long StepsFailed, IReadOnlyList<WatchedSplit> Splits)
{
    public static WatchedDevice Of(JsonElement device)
    {
        var link = device.TryGetProperty("link", out var measured) && measured.ValueKind == JsonValueKind.Object ? measured : default;
        return new(
            device.GetProperty("id").GetString()!, device.GetProperty("online").GetBoolean(), Number(link, "goodputBytesPerSecond"), Number(link, "roundTripMs"),
            device.GetProperty("stepsInFlight").GetInt32(), device.GetProperty("stepsDone").GetInt64(), device.GetProperty("stepsFailed").GetInt64(),
            [.. device.GetProperty("splits").EnumerateArray().Select(split => new WatchedSplit(
                split.GetProperty("model").GetString()!, split.GetProperty("cut").GetString()!, split.GetProperty("codec").GetString()!,
                Number(split, "predictedMs"), Number(split, "measuredMs"), split.GetProperty("changes").GetInt32()))]);
    }

    private static double? Number(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
