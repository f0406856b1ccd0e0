using System.Text.RegularExpressions;
using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Onnx.Running;

/// <summary>What the runtime says of a model that it won't open, as a message for the one whose model it is.</summary>
internal static partial class EngineRefusal
{
    public static OnnxFormatException Of(Model model, OnnxRuntimeException e) => new(
        $"ONNX Runtime {OrtEnv.Instance().GetVersionString()} refuses {Called(model)} (operator set {model.Opset}, IR {model.IrVersion}): "
        + $"{Reason(e.Message)}. If its operator set is newer than the runtime, export it with an older one", e);

    /// <summary>Without the runtime's error code, source file, line and signature.</summary>
    internal static string Reason(string message) => Origin().Replace(message, "").Trim().TrimEnd('.');

    private static string Called(Model model) => model.Path is null ? $"model '{model.Graph.Name}'" : $"'{model.Path}'";

    [GeneratedRegex(@"^\[ErrorCode:\w+\]\s*(\S+:\d+ .*?\)\s)?", RegexOptions.Singleline)]
    private static partial Regex Origin();
}
