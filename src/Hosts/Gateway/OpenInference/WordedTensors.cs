using System.Text;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>The tensors of what answers in words: a picture and a question in, a text and its score out.</summary>
internal static class WordedTensors
{
    /// <summary>An encoded picture.</summary>
    public static readonly TensorSignature Image = new("image", DataType.Bytes.Name, [1]);

    public static readonly TensorSignature Question = new("question", DataType.Bytes.Name, [1]);

    /// <summary><c>answer</c>, UTF-8, and <c>score</c>, 0 to 1.</summary>
    public static readonly IReadOnlyList<TensorSignature> Outputs = [new("answer", DataType.Bytes.Name, [1]), new("score", "FP32", [1])];

    public static IReadOnlyList<InferTensor> Answer(string text, float score) =>
        [InferTensor.OfText("answer", text), InferTensor.OfNumbers("score", DataType.Parse("FP32"), [1], BitConverter.GetBytes(score))];

    /// <exception cref="InferenceProblem">It is not one element.</exception>
    public static byte[] Picture(IReadOnlyList<InferTensor> inputs) => Base64Text.Picture(One(inputs, Image.Name));

    /// <inheritdoc cref="Picture"/>
    public static string Text(IReadOnlyList<InferTensor> inputs, string name) => Encoding.UTF8.GetString(One(inputs, name));

    private static byte[] One(IReadOnlyList<InferTensor> inputs, string name) =>
        inputs.First(input => input.Name == name) is { Elements: [var only] } ? only : throw InferenceProblem.Invalid($"input '{name}' must be BYTES[1]");
}
