using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>Trains a BLIP-shaped model: vision encoder, question encoder and decoder at once, the decoder on the right beginning of each answer (teacher forcing).</summary>
public static class BlipTraining
{
    /// <summary>Examples held out that are answered after each epoch, which costs a minute at most.</summary>
    private const int AnsweredEachEpoch = 300;

    /// <param name="checkpoint">Where to write the state after each epoch and to resume from; null for nowhere.</param>
    /// <param name="report">Called with the progress and, at the end of an epoch, how examples held out were answered.</param>
    public static TrainedBlip Run(
        BlipRecipe recipe, WordedPictures training, WordedPictures test, string? checkpoint, int threads, TimeProvider time,
        Action<TrainingProgress, WordedEvaluation?>? report = null, CancellationToken cancellation = default)
    {
        var (kept, heldOut) = training.HoldOut(Math.Min(recipe.HeldOut, training.Pictures / 5), recipe.Seed);
        var vocabulary = WordVocabulary.Of(
            training.Examples.SelectMany(e => e.Answers.Append(e.Question ?? "")).Concat(recipe.Batches.Synonyms.Select(s => s.Other)));
        var tokenizer = TextTokenizer.Of(vocabulary);
        var (shape, format) = (recipe.Shape with { Vocabulary = vocabulary.Count, Side = training.Side }, recipe.FormatFor(tokenizer));
        var started = time.GetTimestamp();
        using var step = new TrainStep(BlipNetwork.Training(shape, recipe.Seed, recipe.Batches.Texts), recipe.Step, recipe.Batches.BatchSize, threads);
        var batches = new WordedBatches(kept, tokenizer, format, recipe.Batches, BlipRecipe.Normalization, recipe.Seed);
        var options = new TrainingOptions
        {
            Epochs = recipe.Epochs,
            Schedule = recipe.Schedule,
            Checkpoint = checkpoint,
            Data = $"{recipe.Name}, seed {recipe.Seed}, {kept.Examples.Count} examples, {recipe.Batches.Texts} a picture",
            ReportEvery = 50,
        };

        WordedEvaluation Answer(WordedPictures set, int most)
        {
            var (encoder, decoder) = Graphs(shape, recipe.Seed, step.Trained());
            using var session = new PartitionSession(OnnxFile.ToBytes(encoder), recipe.Name, new PartitionSessionOptions { Threads = threads });
            using var task = ModelTask.Of(recipe.Task, new TextDecoder(new PartitionSession(OnnxFile.ToBytes(decoder), $"the decoder of {recipe.Name}")), tokenizer, format);
            return WordedEvaluation.Run(session, task, set, BlipRecipe.Normalization, most, cancellation);
        }

        new Trainer(step, batches, options, time).Run(p => report?.Invoke(p, p.EndsEpoch ? Answer(heldOut, AnsweredEachEpoch) : null), cancellation);
        var (trainedEncoder, trainedDecoder) = Graphs(shape, recipe.Seed, step.Trained());
        return new TrainedBlip(
            trainedEncoder, trainedDecoder, vocabulary, step.Graph.Weights.Sum(w => w.Weight.Shape!.Elements()),
            Answer(heldOut, int.MaxValue), Answer(test, int.MaxValue), time.GetElapsedTime(started));
    }

    private static (Model Encoder, Model Decoder) Graphs(BlipShape shape, long seed, Model trained) =>
        (BlipNetwork.Encoder(shape, seed).From(trained), BlipNetwork.Decoder(shape, seed).From(trained));
}
