using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Zoo;

/// <summary>A trained BLIP-shaped model: its two graphs, its words, and how good it is.</summary>
/// <param name="Vocabulary">Tokens in the order of their ids.</param>
/// <param name="Parameters">Of both graphs.</param>
public sealed record TrainedBlip(
    Model Encoder, Model Decoder, IReadOnlyList<string> Vocabulary, long Parameters, WordedEvaluation HeldOut, WordedEvaluation Test, TimeSpan Took);
