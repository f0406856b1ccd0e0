using System.Collections.Immutable;

namespace EdgeActors.Onnx.Cutting;

/// <summary>One boundary as it is reported. Bytes and multiply-adds are for one example.</summary>
/// <param name="Tensors">Name, type and shape of each tensor that crosses.</param>
/// <param name="HeadShare">The head's part of the model's multiply-adds, 0 to 1.</param>
/// <param name="Equality">How near the halves came to the whole; null where it was not asked for.</param>
public sealed record CutFinding(
    ImmutableArray<string> At,
    ImmutableArray<string> Tensors,
    long BytesAcross,
    bool CarriesInput,
    int HeadNodes,
    int TailNodes,
    long HeadMacs,
    long TailMacs,
    double HeadShare,
    long HeadPeakBytes,
    long TailPeakBytes,
    EqualityReport? Equality);
