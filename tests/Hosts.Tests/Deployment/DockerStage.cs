using System.Text.RegularExpressions;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>One stage of the Dockerfile: its name, what it starts from, and its instructions with those it inherits.</summary>
internal sealed partial record DockerStage(string Name, string From, IReadOnlyList<(string Keyword, string Words)> Own, DockerStage? Parent)
{
    public IEnumerable<(string Keyword, string Words)> All => (Parent?.All ?? []).Concat(Own);

    /// <summary>ENV of this stage and those below it.</summary>
    public IReadOnlyDictionary<string, string> Environment => All.Where(line => line.Keyword == "ENV")
        .SelectMany(line => Assignment().Matches(line.Words)).GroupBy(found => found.Groups[1].Value).ToDictionary(key => key.Key, key => key.Last().Groups[2].Value);

    public string? Last(string keyword) => All.LastOrDefault(line => line.Keyword == keyword).Words;

    /// <summary>All stages by name, in order.</summary>
    public static IReadOnlyDictionary<string, DockerStage> Read(string path)
    {
        var text = string.Join('\n', File.ReadLines(path).Where(line => !line.StartsWith('#'))).Replace("\\\n", " ", StringComparison.Ordinal);
        var stages = new Dictionary<string, DockerStage>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (keyword, rest) = (line.Split(' ')[0], line[(line.IndexOf(' ') + 1)..].Trim());
            if (keyword == "FROM")
            {
                var words = rest.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                Assert.True(words is [_, "AS", _], $"'{line}' names no stage");
                stages.Add(words[2], new DockerStage(words[2], words[0], [], stages.GetValueOrDefault(words[0])));
            }
            else
            {
                var (name, stage) = stages.Last();
                stages[name] = stage with { Own = [.. stage.Own, (keyword, rest)] };
            }
        }

        return stages;
    }

    [GeneratedRegex(@"([A-Za-z_]+)=(\S+)")]
    private static partial Regex Assignment();
}
