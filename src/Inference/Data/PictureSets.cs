namespace EdgeActors.Inference.Data;

/// <summary>Opens a picture set by what <c>--data</c> says.</summary>
public static class PictureSets
{
    /// <summary>The set that needs no download.</summary>
    public const string Generated = "generated";

    private const int GeneratedTraining = 4000;
    private const int GeneratedTest = 1000;

    /// <param name="data">
    /// "generated"; a folder or zip with train/CLASS/FILE and test/CLASS/FILE; or the official CIFAR-10 archive (.tar.gz).
    /// </param>
    /// <param name="part">"train" or "test".</param>
    /// <exception cref="DataSetException"/>
    public static PictureSet Open(string data, string part, int size) => data switch
    {
        Generated => part == "train" ? GeneratedPictures.Create(GeneratedTraining, seed: 1, size) : GeneratedPictures.Create(GeneratedTest, seed: 2, size),
        _ when data.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) => Cifar10Archive.Read(data, part),
        _ => PictureFolder.Read(data, part, size, size),
    };
}
