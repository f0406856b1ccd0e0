using System.Net.Http.Json;

namespace EdgeActors.Cli.Training;

/// <summary>What device hosts tell of their local training.</summary>
internal static class DeviceTrainings
{
    /// <summary>Rounds as RUN.NUMBER, one entry for each training since the host began.</summary>
    /// <param name="host">Of the device host's own API.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(HttpClient http, Uri host, string device, CancellationToken cancel) =>
        (await http.GetFromJsonAsync<List<string>>(new Uri(host, $"/v1/devices/{device}/trainings"), cancel))!;

    /// <summary>The first round that is there twice; null when none is.</summary>
    public static string? Repeated(IEnumerable<string> trainings) => trainings.GroupBy(round => round).FirstOrDefault(round => round.Count() > 1)?.Key;
}
