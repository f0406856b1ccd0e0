using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Planning;

/// <summary>The tasks that a plan may name. Built from the live registry: what is not here cannot be planned.</summary>
public sealed class TaskCatalogue
{
    public TaskCatalogue(IEnumerable<TaskDescription> tasks)
    {
        Tasks = [.. tasks.OrderBy(task => task.Name, StringComparer.Ordinal)];
        _byName = Tasks.ToImmutableDictionary(task => task.Name, StringComparer.Ordinal);
        var text = string.Join('\n', Tasks.Select(task => $"{task.Name}|{task.Question}|{task.Answer}|{task.PlaceableNow}|{task.Description}"));
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private readonly ImmutableDictionary<string, TaskDescription> _byName;

    /// <summary>Ordered by name.</summary>
    public ImmutableArray<TaskDescription> Tasks { get; }

    /// <summary>Changes whenever a task comes, goes, changes or becomes placeable: part of the key under which plans are cached.</summary>
    public string Version { get; }

    public IEnumerable<TaskDescription> Placeable => Tasks.Where(task => task.PlaceableNow);

    public TaskDescription? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The three tasks of EdgeActors, those in <paramref name="placeable"/> placeable now.</summary>
    public static TaskCatalogue Standard(IEnumerable<string> placeable)
    {
        var now = placeable.ToHashSet(StringComparer.Ordinal);
        return new(StandardTasks.All.Select(task => task with { PlaceableNow = now.Contains(task.Name) }));
    }

    /// <summary>The three tasks of EdgeActors, all of them placeable.</summary>
    public static TaskCatalogue Standard() => new(StandardTasks.All);
}
