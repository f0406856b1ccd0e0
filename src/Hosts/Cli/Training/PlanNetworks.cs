using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Training;

/// <summary>The network that a plan names: the built-in net by its name, or an ONNX file by its path.</summary>
internal static class PlanNetworks
{
    private const string BuiltInModel = "residual";
    private const int BuiltInClasses = 10;

    /// <summary>Channels of the built-in net at 32x32, 16x16, 8x8 and 4x4.</summary>
    private static readonly int[] BuiltInWidths = [8, 16, 24, 32];

    /// <exception cref="CommandFailed">The plan names neither.</exception>
    public static TrainableNetwork Of(TrainingPlan plan)
    {
        if (plan.Model == BuiltInModel)
            return TrainableNetwork.Of(ResidualNetwork.Build(BuiltInClasses, BuiltInWidths, (long)plan.Seed));
        return File.Exists(plan.Model)
            ? TrainableNetwork.Of(OnnxFile.Read(plan.Model))
            : throw CommandFailed.Usage($"model: {plan.Model} is neither '{BuiltInModel}' nor an ONNX file that is here.");
    }
}
