namespace EdgeActors.Onnx.Graphs;

/// <summary>A file or graph is not what the ONNX format says it should be, or holds what this library refuses by name.</summary>
public sealed class OnnxFormatException : Exception
{
    public OnnxFormatException(string message) : base(message)
    {
    }

    public OnnxFormatException(string message, Exception inner) : base(message, inner)
    {
    }
}
