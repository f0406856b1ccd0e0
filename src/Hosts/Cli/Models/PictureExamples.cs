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
        var tables = ChannelNormalization.Of(picture).Tables();
        return [.. EvenSpread.Indices(set.Count, count)
            .Select(i => new LabelledInput(TensorData.OfFloats(picture.Tensor, picture.Shape, set.Normalized(i, 1, tables)), set.Classes[i]))];
    }
}
