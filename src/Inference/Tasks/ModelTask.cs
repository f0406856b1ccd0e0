using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Text;

namespace EdgeActors.Inference.Tasks;

/// <summary>
/// What surrounds a model's graph: the question before it, the answer behind it. It is needed wherever the last part of the graph runs, and the
/// question's tensors wherever a part asks for them (<see cref="PartitionFeeds.Of"/>). Safe for several threads.
/// </summary>
public abstract class ModelTask : IDisposable
{
    /// <summary>What the graph takes beside the picture: nothing where nothing is asked.</summary>
    /// <exception cref="TextException">The question is missing, or longer than the model reads.</exception>
    public virtual IReadOnlyList<TensorData> Inputs(string? question) => [];

    /// <param name="outputs">Of the graph, or of its tail.</param>
    /// <param name="question">The same as for <see cref="Inputs"/>.</param>
    /// <exception cref="InferenceException">The outputs are not those of this task.</exception>
    public abstract Answer Read(IReadOnlyList<TensorData> outputs, string? question);

    public static ModelTask Open(StoredModel model, PartitionSessionOptions? options = null) => Open(model.Manifest, model.PathOf, options);

    /// <param name="pathOf">Where a file of the model lies.</param>
    public static ModelTask Open(ModelManifest manifest, Func<ModelFile, string> pathOf, PartitionSessionOptions? options = null) =>
        Open(manifest.Task, manifest.Labels, manifest.Text, role => manifest.Files.TryGetValue(role, out var file) ? pathOf(file) : null, options);

    /// <param name="pathOf">Where a file of the bundle lies, such as <see cref="BundleCache.PathOf"/>.</param>
    public static ModelTask Open(Bundle bundle, Func<FileReference, string> pathOf, PartitionSessionOptions? options = null) =>
        Open(bundle.Task, bundle.Labels, bundle.Text, role => bundle.Files?.GetValueOrDefault(role) is { } file ? pathOf(file) : null, options);

    /// <summary>Of a model that answers in words.</summary>
    internal static ModelTask Of(string task, TextDecoder decoder, TextTokenizer tokenizer, TextFormat format) =>
        task == TaskNames.ImageCaptioning ? new ImageCaptioning(decoder, tokenizer, format) : new VisualQuestionAnswering(decoder, tokenizer, format);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private static ModelTask Open(string task, IReadOnlyList<string> labels, TextFormat? format, Func<string, string?> file, PartitionSessionOptions? options)
    {
        if (task == TaskNames.ImageClassification) return new ImageClassification(labels);
        var text = format ?? throw new ModelException(ModelException.ManifestInvalid, $"A model for {task} needs a text section in its manifest.");
        var tokenizer = TextTokenizer.Open(Required(ModelFiles.Vocabulary));
        var first = new PartitionSession(Required(ModelFiles.Decoder), options);
        var next = file(ModelFiles.DecoderWithPast) is { } path ? new PartitionSession(path, options) : null;
        try
        {
            return Of(task, new TextDecoder(first, next), tokenizer, text);
        }
        catch
        {
            first.Dispose();
            next?.Dispose();
            throw;
        }

        string Required(string role) => file(role)
            ?? throw new ModelException(ModelException.ManifestInvalid, $"A model for {task} needs a file in the role '{role}'.");
    }
}
