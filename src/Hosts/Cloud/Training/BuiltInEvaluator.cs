using EdgeActors.Actors.Training;
using EdgeActors.Inference.Data;
using EdgeActors.Learning.Data;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cloud.Training;

/// <summary>Measures models of the built-in pictures on pictures that no device has. For other data the cloud has nothing to measure on.</summary>
internal sealed class BuiltInEvaluator : IModelEvaluator
{
    private const int Pictures = 500;

    private static readonly Lazy<PictureSet> Test = new(() => BuiltInPictures.Test(Pictures));

    public async Task<(double Accuracy, double Loss)?> EvaluateAsync(TrainingPlan plan, byte[] graph, float[] weights, CancellationToken cancellation)
    {
        if (plan.Data.Set != BuiltInPictures.Name)
            return null;
        return await Task.Run(
            () =>
            {
                var network = TrainableNetwork.Of(OnnxFile.Read(graph)).With(weights);
                var result = ClassifierEvaluation.Run(network, Test.Value, BuiltInPictures.Normalization);
                return (result.Accuracy, result.Loss);
            },
            cancellation);
    }
}
