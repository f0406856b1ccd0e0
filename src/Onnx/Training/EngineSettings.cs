using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Onnx.Training;

/// <summary>How the engine runs training and evaluation: all graph optimisations, threads that sleep while there is nothing to do.</summary>
internal static class EngineSettings
{
    public static SessionOptions For(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }
}
