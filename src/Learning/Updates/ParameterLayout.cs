using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.Updates;

/// <summary>
/// The order, names and shapes of a model's trainable parameters. Cloud and device must agree on it to the letter, because an update
/// is nothing but <see cref="Count"/> numbers in this order; <see cref="Digest"/> is what they compare.
/// </summary>
public sealed class ParameterLayout
{
    private ParameterLayout(ImmutableArray<ParameterSlot> slots, int count)
    {
        Slots = slots;
        Count = count;
        var text = string.Join('\n', slots.Select(slot => $"{slot.Name}:{string.Join('x', slot.Shape)}"));
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public ImmutableArray<ParameterSlot> Slots { get; }

    /// <summary>Parameters in all.</summary>
    public int Count { get; }

    /// <summary>SHA-256 over names and shapes in order, lower-case hex.</summary>
    public string Digest { get; }

    /// <exception cref="ArgumentException">A name comes twice or a dimension is not positive.</exception>
    public static ParameterLayout Of(IEnumerable<(string Name, IReadOnlyList<int> Shape)> parameters)
    {
        var slots = ImmutableArray.CreateBuilder<ParameterSlot>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var offset = 0;
        foreach (var (name, shape) in parameters)
        {
            if (!names.Add(name)) throw new ArgumentException($"parameter '{name}' comes twice: give every trainable tensor its own name");
            if (shape.Any(dimension => dimension <= 0))
                throw new ArgumentException($"parameter '{name}' has shape [{string.Join(", ", shape)}]: every dimension must be positive");
            var length = shape.Aggregate(1, (product, dimension) => checked(product * dimension));
            slots.Add(new ParameterSlot(name, [.. shape], offset, length));
            offset = checked(offset + length);
        }

        return new ParameterLayout(slots.ToImmutable(), offset);
    }

    /// <summary>Joins one array per slot, in slot order, into a vector of <see cref="Count"/>.</summary>
    public float[] Flatten(IReadOnlyList<float[]> tensors)
    {
        if (tensors.Count != Slots.Length)
            throw new ArgumentException($"{tensors.Count} tensors for a layout of {Slots.Length}");
        var flat = new float[Count];
        foreach (var (slot, tensor) in Slots.Zip(tensors))
        {
            if (tensor.Length != slot.Length)
                throw new ArgumentException($"parameter '{slot.Name}' has {tensor.Length} numbers, its layout says {slot.Length}");
            tensor.CopyTo(flat.AsSpan(slot.Offset));
        }

        return flat;
    }
}
