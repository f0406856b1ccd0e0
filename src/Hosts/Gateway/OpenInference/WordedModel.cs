using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// A model that answers in words, run whole on this host: an encoded picture in and, where it is asked something, a question; a text out, with
/// the probability that the model gives it.
/// </summary>
internal sealed class WordedModel(string name, string version, PartitionSession encoder, ModelTask task, ModelManifest manifest)
    : ServedModel(name, version, "edgeactors_words"), IDisposable
{
    private readonly bool _isAsked = manifest.Text?.Question is { };

    public override IReadOnlyList<TensorSignature> Inputs { get; } =
        manifest.Text?.Question is null ? [WordedTensors.Image] : [WordedTensors.Image, WordedTensors.Question];

    public override IReadOnlyList<TensorSignature> Outputs { get; } = WordedTensors.Outputs;

    public override Task<ModelAnswer> RunAsync(IReadOnlyList<InferTensor> inputs, CancellationToken cancel)
    {
        CheckNames(inputs);
        var picture = WordedTensors.Picture(inputs);
        var question = _isAsked ? WordedTensors.Text(inputs, WordedTensors.Question.Name) : null;
        try
        {
            var feeds = PartitionFeeds.Of(encoder, [manifest.Picture!.ToTensor(PictureDecoder.Decode(picture))], task.Inputs(question));
            var answer = (TextAnswer)task.Read(encoder.Run(feeds), question);
            return Task.FromResult(new ModelAnswer(WordedTensors.Answer(answer.Text, answer.Score)));
        }
        catch (PictureException e)
        {
            throw InferenceProblem.Invalid($"input '{WordedTensors.Image.Name}': {e.Message}");
        }
        catch (InferenceException e)
        {
            throw InferenceProblem.Invalid(e.Message);
        }
    }

    public void Dispose()
    {
        task.Dispose();
        encoder.Dispose();
    }
}
