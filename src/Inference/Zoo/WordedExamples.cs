using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Zoo;

/// <summary>Examples on which codecs are calibrated and their losses measured, for a model that answers in words.</summary>
public static class WordedExamples
{
    /// <param name="task">The model's own; must live as long as the examples are scored.</param>
    /// <param name="training">For calibration: that many pictures, each with one text.</param>
    /// <param name="test">For the losses, in exact answers or BLEU-4 points.</param>
    public static BundleExamples Of(StoredModel model, ModelTask task, WordedPictures training, int calibration, WordedPictures test, int evaluation)
    {
        var evaluated = Spread(test.Examples, evaluation);
        return new BundleExamples(
            [.. Spread(training.Examples, calibration).Select(e => Input(model.Manifest, task, training, e))],
            [.. evaluated.Select(e => Input(model.Manifest, task, test, e))],
            test.Name)
        {
            Score = outputs =>
            {
                var answers = outputs.Zip(evaluated, (o, e) => ((TextAnswer)task.Read(o, e.Question)).Text).ToArray();
                var found = WordedEvaluation.Of(answers, evaluated);
                return 100 * (model.Manifest.Task == TaskNames.ImageCaptioning ? found.Bleu : found.Exact);
            },
        };
    }

    private static LabelledInput Input(ModelManifest manifest, ModelTask task, WordedPictures set, WordedExample example)
    {
        var picture = manifest.Picture ?? throw new ModelException(ModelException.ManifestInvalid, $"{manifest.Name} takes no picture.");
        if (picture.Width != set.Side || picture.Height != set.Side || picture.Layout != PictureLayout.Nchw)
            throw new DataSetException($"{manifest.Name} takes pictures of {picture.Width} x {picture.Height}, {set.Name} has {set.Side} x {set.Side}.");
        var values = new float[set.PictureLength];
        ChannelNormalization.Apply(set.Picture(example.Picture), values, new ChannelNormalization([.. picture.Mean], [.. picture.Std]).Tables());
        return new LabelledInput(TensorData.OfFloats(picture.Tensor, picture.Shape, values), -1)
        {
            Question = task.IsAsked ? task.Inputs(example.Question) : [],
        };
    }

    /// <summary>Evenly over the set, so that every kind is there.</summary>
    private static WordedExample[] Spread(IReadOnlyList<WordedExample> examples, int count)
    {
        count = Math.Min(count, examples.Count);
        return [.. Enumerable.Range(0, count).Select(i => examples[(int)((long)i * examples.Count / count)])];
    }
}
