using EdgeActors.Inference.Data;

namespace EdgeActors.Learning.Data;

/// <summary>The generated pictures as a federated data set: every device draws its own, and the cloud draws others to measure on.</summary>
public static class BuiltInPictures
{
    /// <summary>What plans call it.</summary>
    public const string Name = "built-in";

    private const string Measured = "held out for measuring";

    public static ChannelNormalization Normalization => ChannelNormalization.Centred;

    /// <summary>A device's pictures: the same every time for the same device.</summary>
    public static PictureSet Of(string device, int count) => GeneratedPictures.Create(count, (long)(new Seed(1).Derive("built-in pictures", device).Value >> 1));

    /// <summary>Pictures that no device has.</summary>
    public static PictureSet Test(int count) => Of(Measured, count);
}
