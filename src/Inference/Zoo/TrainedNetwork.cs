using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Zoo;

/// <summary>What training gave: the network, how many weights were trained, how good it is, and how long it took in this process.</summary>
public sealed record TrainedNetwork(Model Network, long Parameters, ClassifierEvaluation HeldOut, ClassifierEvaluation Test, TimeSpan Took);
