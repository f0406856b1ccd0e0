using EdgeActors.Learning.Plans;

namespace EdgeActors.Actors.Training;

/// <summary>Measures a global model on data that the cloud holds itself; no device's.</summary>
public interface IModelEvaluator
{
    /// <param name="graph">ONNX file of the network.</param>
    /// <param name="weights">Flat, in the order of the graph's trainable parameters.</param>
    /// <returns>Null where the cloud has no data for this plan.</returns>
    Task<(double Accuracy, double Loss)?> EvaluateAsync(TrainingPlan plan, byte[] graph, float[] weights, CancellationToken cancellation);
}
