using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Text;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using Answer = EdgeActors.Messages.Answer;
using ClassificationAnswer = EdgeActors.Messages.ClassificationAnswer;
using LabelScore = EdgeActors.Messages.LabelScore;
using TextAnswer = EdgeActors.Messages.TextAnswer;

namespace EdgeActors.Actors.Steps;

/// <summary>The pure parts of a step that both tiers share: a picture into tensors, answers into messages, exceptions into failures.</summary>
internal static class StepWork
{
    /// <exception cref="InferenceException">Not a picture, or the model takes none.</exception>
    public static IReadOnlyList<TensorData> InputsOf(Bundle bundle, byte[] picture) => bundle.Picture is { } input
        ? [input.ToTensor(PictureDecoder.Decode(picture))]
        : throw new BundleException(BundleException.Invalid, $"Model {bundle.Model} takes no picture: its manifest does not say how one becomes its input.");

    /// <summary>NaN where the hop was not foreseen.</summary>
    public static double PredictedMs(this SessionCommands.ExecuteStep step, string hop) =>
        step.Predicted.FirstOrDefault(predicted => predicted.Name == hop)?.PredictedMs ?? double.NaN;

    public static Answer ToMessage(Inference.Tasks.Answer answer) => answer switch
    {
        Inference.Tasks.ClassificationAnswer classified => new ClassificationAnswer(classified.Labels.Select(label => new LabelScore(label.Label, label.Score)).ToValueArray()),
        Inference.Tasks.TextAnswer text => new TextAnswer(text.Text, text.Score),
        _ => throw new SessionException(SessionException.RunFailed, $"Nothing here sends answers of the form {answer.GetType().Name}."),
    };

    public static Failure FailureOf(Exception cause) => cause switch
    {
        AggregateException { InnerException: { } inner } => FailureOf(inner),
        PictureException picture => new(FailureCodes.PictureUnreadable, picture.Message),
        ModelException model => new(FailureCodes.ModelMissing, model.Message),
        BundleException bundle => new(FailureCodes.BundleRefused, bundle.Message),
        Inference.Codecs.CodecException codec => new(FailureCodes.TensorCorrupt, codec.Message),
        TextException { Code: TextException.QuestionEmpty or TextException.QuestionTooLong } question => new(FailureCodes.InvalidRequest, question.Message),
        InferenceException inference => new(FailureCodes.InferenceFailed, inference.Message),
        Blobs.BlobUnavailableException blob => new(FailureCodes.BlobUnavailable, blob.Message),
        FileNotFoundException file => new(FailureCodes.PictureMissing, file.Message),
        Agents.LinkDownException link => new(FailureCodes.LinkLost, link.Message),
        _ => new(FailureCodes.InferenceFailed, $"{cause.GetType().Name}: {cause.Message}"),
    };
}
