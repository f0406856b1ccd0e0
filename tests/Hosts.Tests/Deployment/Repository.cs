using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>Files of the repository that this test was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every document of a YAML file, merge keys resolved.</summary>
    public static IReadOnlyList<YamlNode> Yaml(params string[] parts) => Parse(System.IO.File.ReadAllText(File(parts)));

    public static IReadOnlyList<YamlNode> Parse(string text) =>
        [.. text.Split("\n---\n").Select(document => new YamlNode(new DeserializerBuilder().Build().Deserialize<object?>(new MergingParser(new Parser(new StringReader(document))))))];

    private static string Above(DirectoryInfo folder) =>
        System.IO.File.Exists(Path.Combine(folder.FullName, "EdgeActors.sln")) ? folder.FullName : Above(folder.Parent!);
}
