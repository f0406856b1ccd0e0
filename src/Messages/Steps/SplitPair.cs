namespace EdgeActors.Messages;

/// <summary>Where a model is cut and how the features travel: what a device and its edge agree on.</summary>
/// <param name="Bundle">The bundle's digest. Both sides name it in every message, so that a head never meets a foreign tail.</param>
/// <param name="Cut">A cut of the bundle, or <see cref="RawInput"/>, or <see cref="WholeModel"/>.</param>
public sealed record SplitPair(ModelName Model, string Bundle, string Cut, string Codec)
{
    /// <summary>The picture crosses the link and the whole model runs on the edge.</summary>
    public const string RawInput = "input";

    /// <summary>The whole model runs on the device; only the answer crosses the link.</summary>
    public const string WholeModel = "output";

    public override string ToString() => $"{Model}@{Cut}+{Codec}";
}
