using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;

namespace EdgeActors.Inference.Splits;

/// <summary>What device and edge agree on: head and tail of one cut of one bundle, and the codec between. Named in every message.</summary>
public sealed record SplitPair(string Model, string Bundle, string Cut, string Codec)
{
    public static SplitPair AllOnDevice(Bundle bundle) => new(bundle.Model, bundle.Id, CutNames.Output, CodecNames.None);

    public static SplitPair AllOnEdge(Bundle bundle) => new(bundle.Model, bundle.Id, CutNames.Input, CodecNames.Picture);

    public override string ToString() => $"{Model}@{Cut}/{Codec}";
}
