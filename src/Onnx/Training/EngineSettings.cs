using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// How the engine runs a train step: threads that sleep while there is nothing to do, all optimisations but that of the layout. The step
/// has chosen its own; the engine's, for want of constant weights, would only put the channels of poolings in blocks and back.
/// </summary>
internal static class EngineSettings
{
    public static SessionOptions For(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
