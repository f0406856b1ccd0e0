using System.Collections.Immutable;

namespace EdgeActors.Onnx.Cutting;

/// <summary>A model can't be cut where it was asked. <see cref="AlsoCrossing"/> names what would have to cross as well, if that is why.</summary>
public sealed class CutException(string message, ImmutableArray<string> alsoCrossing = default) : Exception(message)
{
    public ImmutableArray<string> AlsoCrossing { get; } = alsoCrossing.IsDefault ? [] : alsoCrossing;
}
