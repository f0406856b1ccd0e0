using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>What is known of the elements of a scalar or one-dimensional integer tensor.</summary>
internal sealed record Contents(ImmutableArray<Item> Items, bool IsScalar = false)
{
    /// <summary>Longer tensors are data, not shapes.</summary>
    public const int Longest = 1024;

    /// <summary>All elements as numbers, or null where one is not known.</summary>
    public long[]? Numbers => Items.All(i => i.Number is not null) ? [.. Items.Select(i => i.Number!.Value)] : null;

    public Shape AsShape => Shape.Of(Items.Select(i => i.AsDimension));

    public static Contents? Of(Tensor tensor)
    {
        if (tensor.Dims.Length > 1 || tensor.Elements > Longest) return null;
        return tensor.Type switch
        {
            ElementType.Int64 => new([.. tensor.As<long>().ToArray().Select(v => (Item)v)], tensor.Dims.IsEmpty),
            ElementType.Int32 => new([.. tensor.As<int>().ToArray().Select(v => (Item)(long)v)], tensor.Dims.IsEmpty),
            _ => null,
        };
    }
}
