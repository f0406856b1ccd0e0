using System.CommandLine;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Models;

/// <summary>The ONNX file that a <c>models</c> command works on.</summary>
internal static class ModelFileArgument
{
    public static Argument<string> Create() => new("file") { Description = "An ONNX file; weights may lie in external files beside it." };

    /// <exception cref="CommandFailed">There is no such file, or it is no ONNX model.</exception>
    public static Model Read(string path)
    {
        if (!File.Exists(path)) throw CommandFailed.Usage($"there is no file '{path}'");
        try
        {
            return OnnxFile.Read(path);
        }
        catch (OnnxFormatException e)
        {
            throw CommandFailed.Usage(e.Message);
        }
    }
}
