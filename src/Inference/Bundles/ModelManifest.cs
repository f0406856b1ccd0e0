using System.Text.Json.Serialization;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// What <c>models/NAME/manifest.json</c> says about a model: which file it is, what goes in, what comes out, where it comes from and how
/// good it was found to be. Everything that a stranger needs to use it, or to make it again.
/// </summary>
public sealed record ModelManifest
{
    public const string FileName = "manifest.json";

    /// <summary>Lower-case words joined by dashes, e.g. <c>cifar10-resnet</c>; the same as the folder's name.</summary>
    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>One of <see cref="Tasks.TaskNames"/>.</summary>
    public required string Task { get; init; }

    public required ModelFile File { get; init; }

    /// <summary>Further files by role, e.g. <c>vocabulary</c>, <c>decoder</c>.</summary>
    public IReadOnlyDictionary<string, ModelFile> Files { get; init; } = new Dictionary<string, ModelFile>();

    /// <summary>How a picture becomes the model's input; absent for a model that takes none.</summary>
    public PictureInput? Picture { get; init; }

    /// <summary>How it reads and writes words; absent for a classifier.</summary>
    public TextFormat? Text { get; init; }

    /// <summary>In the order of the logits; empty for a model that answers in words.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public required ModelOrigin Origin { get; init; }

    public IReadOnlyList<MeasuredAccuracy> Accuracy { get; init; } = [];

    /// <summary>SPDX identifier.</summary>
    public required string Licence { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What in it is wrong, in words, or null; checked whenever a manifest is read.</summary>
    public string? Fault() => this switch
    {
        _ when !ModelNames.IsValid(Name) => $"name '{Name}' must be lower-case letters, digits and dashes, at most {ModelNames.MaxLength}",
        _ when string.IsNullOrWhiteSpace(Version) => "version is empty",
        _ when !Tasks.TaskNames.All.Contains(Task) => $"task '{Task}' is none of {string.Join(", ", Tasks.TaskNames.All)}",
        _ when (File.Fault() ?? Files.Values.Select(f => f.Fault()).FirstOrDefault(f => f is not null)) is { } fault => fault,
        _ when (Picture?.Fault() ?? Text?.Fault()) is { } fault => fault,
        { Task: Tasks.TaskNames.ImageClassification, Labels.Count: < 2 } => "a classifier needs at least 2 labels",
        { Task: not Tasks.TaskNames.ImageClassification, Text: null } => $"a model for {Task} needs a text section",
        { Task: Tasks.TaskNames.VisualQuestionAnswering, Text.Question: null } => "a model that is asked questions needs text.question, the token before them",
        { Task: not Tasks.TaskNames.ImageClassification } when MissingRole() is { } role => $"a model for {Task} needs a file in the role '{role}'",
        _ => null,
    };

    private string? MissingRole() => new[] { ModelFiles.Decoder, ModelFiles.Vocabulary }.FirstOrDefault(role => !Files.ContainsKey(role));

    [JsonIgnore]
    public IEnumerable<ModelFile> AllFiles => Files.Values.Prepend(File);
}
