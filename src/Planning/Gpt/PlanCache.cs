using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Planning.Gpt;

/// <summary>
/// Plans by everything they are a function of: model, schema, catalogue, pictures and text. Holds a bounded number, least recently used out
/// first. Safe to call from many threads.
/// </summary>
internal sealed class PlanCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Plan Plan)>> _byKey = [];
    private readonly LinkedList<(string Key, Plan Plan)> _byUse = new();

    public static string KeyOf(string model, string schema, PlanRequest request) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\0', model, schema, request.Catalogue.Version, request.Pictures, request.Language, string.Join(' ', request.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))));

    public Plan? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Plan;
        }
    }

    public void Keep(string key, Plan plan)
    {
        if (capacity <= 0)
            return;
        lock (_lock)
        {
            if (_byKey.Remove(key, out var known))
                _byUse.Remove(known);
            _byKey[key] = _byUse.AddFirst((key, plan));
            if (_byUse.Count > capacity)
            {
                _byKey.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }
}
