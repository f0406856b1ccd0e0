namespace EdgeActors.Inference.Text;

/// <summary>Text that a model can't read, or a decoder that can't be run.</summary>
public sealed class TextException(string code, string message, Exception? cause = null) : InferenceException(code, message, cause)
{
    public const string QuestionEmpty = "question-empty";
    public const string QuestionTooLong = "question-too-long";
    public const string VocabularyUnreadable = "vocabulary-unreadable";
    public const string DecoderUnknown = "decoder-unknown";
}
