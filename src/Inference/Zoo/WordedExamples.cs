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
    /// <param name="training">For calibration: that many examples.</param>
    /// <param name="test">For the losses, in exact answers or BLEU-4 points.</param>
    public static BundleExamples Of(StoredModel model, ModelTask task, WordedPictures training, int calibration, WordedPictures test, int evaluation)
    {
        var picture = model.Manifest.Picture ?? throw new ModelException(ModelException.ManifestInvalid, $"{model.Manifest.Name} takes no picture.");
        var tables = ChannelNormalization.Of(picture).Tables();
        var evaluated = Spread(test.Examples, evaluation);
        return new BundleExamples(
            [.. Spread(training.Examples, calibration).Select(e => Input(training, e))],
            [.. evaluated.Select(e => Input(test, e))],
            test.Name)
        {
            Score = outputs =>
            {
                var answers = outputs.Zip(evaluated, (o, e) => ((TextAnswer)task.Read(o, e.Question)).Text).ToArray();
                return WordedEvaluation.Of(answers, evaluated).Points(model.Manifest.Task);
            },
        };

        LabelledInput Input(WordedPictures set, WordedExample example)
        {
            if (picture.Width != set.Side || picture.Height != set.Side || picture.Layout != PictureLayout.Nchw)
                throw new DataSetException($"{model.Manifest.Name} takes pictures of {picture.Width} x {picture.Height}, {set.Name} has {set.Side} x {set.Side}.");
            var values = new float[set.PictureLength];
            ChannelNormalization.Apply(set.Picture(example.Picture), values, tables);
            return new LabelledInput(TensorData.OfFloats(picture.Tensor, picture.Shape, values), -1) { Question = task.Inputs(example.Question) };
        }
    }

    private static WordedExample[] Spread(IReadOnlyList<WordedExample> examples, int most) => [.. EvenSpread.Indices(examples.Count, most).Select(i => examples[i])];
}
