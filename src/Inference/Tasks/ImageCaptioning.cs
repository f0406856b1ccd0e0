using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Text;

namespace EdgeActors.Inference.Tasks;

/// <summary>The picture's features in, a sentence about it out (BLIP, Li et al. 2022, section 3.1: vision encoder, image-grounded text decoder).</summary>
public sealed class ImageCaptioning(TextDecoder decoder, TextTokenizer tokenizer, TextFormat format) : ModelTask
{
    private readonly TextGenerator _generator = new(decoder, format);

    public override Answer Read(IReadOnlyList<TensorData> outputs, string? question)
    {
        var text = _generator.Generate(new TextDecoder.Encoded(outputs[0]));
        return new TextAnswer(tokenizer.Decode(text.Tokens), (float)Math.Exp(text.LogProbability));
    }

    public override void Dispose()
    {
        decoder.Dispose();
        base.Dispose();
    }
}
