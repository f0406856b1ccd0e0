using System.Text.Json;
using Akka.Actor;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>The members that this host saw last, in a file, so that it finds its cluster again after a crash.</summary>
public sealed class RememberedMembers(string path)
{
    /// <summary>Nothing where there is no file or it is damaged: it is a hint, not state.</summary>
    public IReadOnlyList<Address> Read()
    {
        try
        {
            return [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(path))!.Select(Address.Parse)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or UriFormatException or ArgumentException or NullReferenceException)
        {
            return [];
        }
    }

    public void Write(IEnumerable<Address> members) =>
        WholeFile.Write(path, JsonSerializer.Serialize(members.Select(member => member.ToString()).Order(StringComparer.Ordinal)));
}
