using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests;

/// <summary>Published ONNX files, which are not part of this repository: <c>EDGEACTORS_DATA</c>, or <c>shared/data</c> beside the clone.</summary>
internal static class PublicModels
{
    public static string[] Names { get; } =
        ["light_inception_v1", "light_inception_v2", "light_squeezenet", "light_zfnet512", "mnist", "squeezenet_fp16"];

    public static Model Read(string name) => OnnxFile.Read(PathOf(name + ".onnx"));

    public static string PathOf(string file)
    {
        string? folder = Folder();
        Skip.If(folder is null, "no published models: set EDGEACTORS_DATA to a folder with onnx/*.onnx");
        string path = Path.Combine(folder!, file);
        Skip.IfNot(File.Exists(path), $"{path} is not there");
        return path;
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("EDGEACTORS_DATA") is { Length: > 0 } data) return Path.Combine(data, "onnx");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data", "onnx");
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }
}
