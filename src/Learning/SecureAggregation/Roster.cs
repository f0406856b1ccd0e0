using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// Who masks with whom in one round: the devices in order, their public keys, the graph between them and the threshold. Everything the devices derive is
/// bound to <see cref="Transcript"/>, so nothing of one round or one roster can be played into another.
/// </summary>
public sealed class Roster
{
    private readonly Dictionary<string, int> _positions;
    private readonly NeighbourGraph _graph;

    /// <param name="round">Names run, round and attempt.</param>
    /// <param name="threshold">Shares that recover a secret; more than half of a device's holders.</param>
    /// <param name="neighbours">0 for everyone with everyone, else an even number of neighbours per device.</param>
    public Roster(string round, IEnumerable<KeyAdvertisement> keys, int threshold, int neighbours = 0)
    {
        Keys = [.. keys.OrderBy(key => key.Device, StringComparer.Ordinal)];
        Round = round;
        Threshold = threshold;
        _positions = Keys.Select((key, position) => (key.Device, position)).ToDictionary(pair => pair.Device, pair => pair.position);
        Transcript = Digest(round, Keys, threshold, neighbours);
        _graph = new NeighbourGraph(Keys.Length, neighbours, Transcript);
        var holders = _graph.Degree + 1;
        if (threshold > holders || 2 * threshold <= holders)
        {
            throw new ArgumentException($"threshold {threshold} does not suit {holders} holders of each share: it must be above {holders / 2}, "
                + "so that no two disjoint groups can recover both secrets of a device, and no more than there are holders");
        }
    }

    public string Round { get; }
    public int Threshold { get; }
    public ImmutableArray<KeyAdvertisement> Keys { get; }

    /// <summary>SHA-256 over the round's name, all keys, the threshold and the degree.</summary>
    public byte[] Transcript { get; }

    public bool Contains(string device) => _positions.ContainsKey(device);

    public KeyAdvertisement this[string device] => _positions.TryGetValue(device, out var position)
        ? Keys[position]
        : throw new ArgumentException($"{device} is not in the roster of {Round}");

    /// <summary>Where a device's shares are evaluated: its place in the roster, from 1.</summary>
    public int ShareIndex(string device) => _positions.TryGetValue(device, out var position)
        ? position + 1
        : throw new ArgumentException($"{device} is not in the roster of {Round}");

    /// <summary>The devices with which this one shares masks, in order.</summary>
    public IEnumerable<string> Neighbours(string device) => _graph.Of(ShareIndex(device) - 1).Select(position => Keys[position].Device);

    /// <summary>The devices that hold shares of this one's secrets: its neighbours and itself, in order.</summary>
    public IEnumerable<string> Holders(string device) => Neighbours(device).Append(device).Order(StringComparer.Ordinal);

    private static byte[] Digest(string round, ImmutableArray<KeyAdvertisement> keys, int threshold, int neighbours)
    {
        var text = new StringBuilder($"edgeactors masks v1\n{round}\n{threshold}\n{neighbours}\n");
        foreach (var key in keys)
            text.Append($"{key.Device.Length}:{key.Device} {Convert.ToHexStringLower(key.MaskKey)} {Convert.ToHexStringLower(key.ShareKey)}\n");
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
