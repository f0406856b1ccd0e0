using System.Text.Json;
using EdgeActors.Hosts.Common.Storage;
using EdgeActors.Messages;

namespace EdgeActors.Gateway;

/// <summary>
/// The newest requests and runs of this gateway, in <c>recent.json</c> of its folder, so that its lists do not begin anew with each start. A hint,
/// not state: the entities themselves are the journal's.
/// </summary>
/// <param name="folder">The gateway's own.</param>
public sealed class RecentFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "recent.json");

    /// <summary>Nothing where there is no file, or it is damaged.</summary>
    public (IReadOnlyList<RequestId> Requests, IReadOnlyList<RunId> Runs) Read()
    {
        try
        {
            var saved = JsonSerializer.Deserialize<Saved>(File.ReadAllBytes(_path), JsonSerializerOptions.Web);
            return ([.. Valid(saved?.Requests).Select(id => new RequestId(id))], [.. Valid(saved?.Runs).Select(id => new RunId(id))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return ([], []);
        }
    }

    /// <exception cref="IOException">The disk is full, or the folder can't be written.</exception>
    public void Write(IEnumerable<RequestId> requests, IEnumerable<RunId> runs) => WholeFile.Write(
        _path, JsonSerializer.SerializeToUtf8Bytes(new Saved([.. requests.Select(id => id.Value)], [.. runs.Select(id => id.Value)]), JsonSerializerOptions.Web));

    private static IEnumerable<string> Valid(IReadOnlyList<string>? ids) => (ids ?? []).Where(Identifier.IsValid);

    private sealed record Saved(IReadOnlyList<string> Requests, IReadOnlyList<string> Runs);
}
