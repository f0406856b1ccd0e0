namespace EdgeActors.Onnx.Cutting;

/// <summary>A set of small integers as bits.</summary>
internal sealed class NodeSet(int capacity) : IEquatable<NodeSet>
{
    private readonly ulong[] _words = new ulong[(capacity + 63) / 64];

    public int Count => _words.Sum(w => System.Numerics.BitOperations.PopCount(w));

    public bool this[int index] => (_words[index >> 6] >> (index & 63) & 1) != 0;

    public bool Add(int index)
    {
        ulong bit = 1UL << (index & 63);
        bool added = (_words[index >> 6] & bit) == 0;
        _words[index >> 6] |= bit;
        return added;
    }

    public void UnionWith(NodeSet other)
    {
        for (int i = 0; i < _words.Length; i++) _words[i] |= other._words[i];
    }

    public NodeSet Copy()
    {
        var copy = new NodeSet(capacity);
        _words.CopyTo(copy._words, 0);
        return copy;
    }

    public bool Equals(NodeSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as NodeSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ulong word in _words) hash.Add(word);
        return hash.ToHashCode();
    }
}
