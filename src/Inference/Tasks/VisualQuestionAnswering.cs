using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Text;

namespace EdgeActors.Inference.Tasks;

/// <summary>
/// A question's words, encoded while attending the picture, in; an answer out (BLIP, Li et al. 2022, section 5.3). The decoder attends the
/// question's features alone, which are few: what crosses a cut behind the question encoder is small.
/// </summary>
public sealed class VisualQuestionAnswering(TextDecoder decoder, TextTokenizer tokenizer, TextFormat format) : ModelTask
{
    private readonly TextGenerator _generator = new(decoder, format);

    public override IReadOnlyList<TensorData> Inputs(string? question) => tokenizer.Question(question ?? "", format);

    public override Answer Read(IReadOnlyList<TensorData> outputs, string? question)
    {
        var mask = Inputs(question)[1].Int64s.ToArray();
        var text = _generator.Generate(new TextDecoder.Encoded(outputs[0], mask));
        return new TextAnswer(tokenizer.Decode(text.Tokens), (float)Math.Exp(text.LogProbability));
    }

    public override void Dispose()
    {
        decoder.Dispose();
        base.Dispose();
    }
}
