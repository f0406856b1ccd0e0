using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Cli.Models;

/// <summary>Pictures of a set as a model takes them.</summary>
internal static class PictureExamples
{
    /// <summary>So many, evenly over the set, so that every class is there.</summary>
    public static LabelledInput[] Take(PictureSet set, int count, PictureInput picture)
    {
        var tables = NormalizationOf(picture).Tables();
        count = Math.Min(count, set.Count);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * set.Count / count)).Select(i =>
        {
            var values = new float[set.PictureLength];
            ChannelNormalization.Apply(set.Picture(i), values, tables);
            return new LabelledInput(TensorData.OfFloats(picture.Tensor, picture.Shape, values), set.Classes[i]);
        })];
    }

    public static ChannelNormalization NormalizationOf(PictureInput picture) => new([.. picture.Mean], [.. picture.Std]);
}
