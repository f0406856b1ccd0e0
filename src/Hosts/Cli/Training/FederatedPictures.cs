using EdgeActors.Inference.Data;

namespace EdgeActors.Cli.Training;

/// <summary>The pictures of a federated bench: what devices train on, and what the models are measured on.</summary>
internal sealed record FederatedPictures(string Description, PictureSet Train, PictureSet Test, ChannelNormalization Normalization)
{
    private const int Side = 32;
    private const int BuiltInExamples = 4000;
    private const int BuiltInTest = 1000;

    /// <param name="folder">With train/CLASS/* and test/CLASS/*; null for the built-in pictures.</param>
    /// <param name="examples">Training pictures; 0 for all.</param>
    /// <param name="test">Test pictures; 0 for all.</param>
    public static FederatedPictures Open(string? folder, int examples, int test)
    {
        if (folder is null)
        {
            var train = GeneratedPictures.Create(examples > 0 ? examples : BuiltInExamples, seed: 1);
            var measured = GeneratedPictures.Create(test > 0 ? test : BuiltInTest, seed: 2);
            return new($"built-in pictures, {train.Count} to train, {measured.Count} to test", train, measured, ChannelNormalization.Centred);
        }

        try
        {
            var train = Some(PictureFolder.Read(folder, "train", Side, Side), examples);
            var measured = Some(PictureFolder.Read(folder, "test", Side, Side), test);
            return new($"{Path.GetFileName(folder)}, {train.Count} pictures to train, {measured.Count} to test", train, measured, ChannelNormalization.Cifar10);
        }
        catch (DataSetException wrong)
        {
            throw CommandFailed.Usage(wrong.Message);
        }
    }

    /// <summary>Measured on <paramref name="count"/> pictures for training that no device gets, in place of the test pictures.</summary>
    public FederatedPictures HoldOut(int count)
    {
        var (kept, heldOut) = Train.HoldOut(count, seed: 7);
        return this with { Description = $"{Description}; measured on {count} held out of training", Train = kept, Test = heldOut };
    }

    /// <summary>A random part, the same every time.</summary>
    private static PictureSet Some(PictureSet set, int count) => count == 0 || count >= set.Count ? set : set.HoldOut(count, seed: 1).HeldOut;
}
