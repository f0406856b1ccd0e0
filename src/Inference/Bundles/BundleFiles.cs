namespace EdgeActors.Inference.Bundles;

public static class BundleFiles
{
    /// <summary>Beside a model's manifest: its bundle with calibrated codecs and measured losses, the halves not included since they are cut again.</summary>
    public const string Published = "bundle.json";
}
