namespace EdgeActors.Inference.Bundles;

/// <summary>The two cuts that every model has.</summary>
public static class CutNames
{
    /// <summary>Before the first operator: the picture itself goes to the edge, which runs everything.</summary>
    public const string Input = "input";

    /// <summary>After the last operator: the device runs everything and sends only the answer.</summary>
    public const string Output = "output";
}
