using System.Text.Json;

namespace EdgeActors.Inference.Bundles.Exports;

/// <summary>
/// What <c>config.json</c> and <c>preprocessor_config.json</c> of a Hugging Face export say about a model: its task, its labels, its token ids, and
/// how a picture becomes its input. Only what is needed is read; what is missing has the value that transformers gives it.
/// </summary>
internal sealed class ExportSettings
{
    public const string ConfigFile = "config.json";
    public const string PreprocessorFile = "preprocessor_config.json";

    // transformers: BlipTextConfig. [ENC] comes right behind [DEC]; "eos_token_id" is 2 there and never written, the end is [SEP].
    private const int BlipStart = 30_522, BlipEnd = 102;

    private readonly JsonElement _config;
    private readonly JsonElement _pictures;

    private ExportSettings(JsonElement config, JsonElement pictures) => (_config, _pictures) = (config, pictures);

    /// <exception cref="ModelException">A file is missing or no JSON.</exception>
    public static ExportSettings Read(string folder) => new(Json(Path.Combine(folder, ConfigFile)), Json(Path.Combine(folder, PreprocessorFile)));

    /// <summary>By the architecture that was exported.</summary>
    public string Task => Architecture switch
    {
        var a when a.EndsWith("ForImageClassification", StringComparison.Ordinal) => Tasks.TaskNames.ImageClassification,
        var a when a.EndsWith("ForQuestionAnswering", StringComparison.Ordinal) => Tasks.TaskNames.VisualQuestionAnswering,
        var a when a.EndsWith("ForConditionalGeneration", StringComparison.Ordinal) || a == "VisionEncoderDecoderModel" => Tasks.TaskNames.ImageCaptioning,
        var a => throw Invalid($"{ConfigFile} names the architecture '{a}': those for image classification, captions (…ForConditionalGeneration) and visual questions (…ForQuestionAnswering) can be taken"),
    };

    public string Architecture => Member(_config, "architectures") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0].GetString() ?? "" : "";

    /// <summary>In the order of the logits.</summary>
    public IReadOnlyList<string> Labels => Member(_config, "id2label") is { ValueKind: JsonValueKind.Object } labels
        ? [.. labels.EnumerateObject().OrderBy(l => int.Parse(l.Name, System.Globalization.CultureInfo.InvariantCulture)).Select(l => l.Value.GetString() ?? l.Name)]
        : [];

    public TextFormat Text(int maxTokens, int beams, int questionTokens)
    {
        var text = Member(_config, "text_config") ?? Member(_config, "decoder") ?? _config;
        var start = Number(text, "bos_token_id") ?? BlipStart;
        var asked = Task == Tasks.TaskNames.VisualQuestionAnswering;
        return new TextFormat
        {
            Start = start,
            End = Number(text, "sep_token_id") ?? BlipEnd,
            Pad = Number(text, "pad_token_id") ?? 0,
            MaxTokens = maxTokens,
            Beams = beams,
            Question = asked ? Number(text, "enc_token_id") ?? start + 1 : null,
            QuestionTokens = asked ? questionTokens : 0,
        };
    }

    /// <summary>Pixels: the crop where there is one, else the size that pictures are scaled to.</summary>
    public (int Height, int Width) Size
    {
        get
        {
            var size = Crops ? Member(_pictures, "crop_size") : Member(_pictures, "size");
            if (size is { ValueKind: JsonValueKind.Number } side) return (side.GetInt32(), side.GetInt32());
            if (size is { } both && Number(both, "height") is { } height && Number(both, "width") is { } width) return (height, width);
            if (size is { } edge && Number(edge, "shortest_edge") is { } shortest) return (shortest, shortest);
            throw Invalid($"{PreprocessorFile} does not say how large pictures are to be ('size' or 'crop_size')");
        }
    }

    public PictureFit Fit => Crops || (Member(_pictures, "size") is { ValueKind: JsonValueKind.Object } size && Number(size, "shortest_edge") is not null) ? PictureFit.CropCentre : PictureFit.Stretch;

    public IReadOnlyList<float> Mean => Normalises ? Channels("image_mean", 0.5f) : [0, 0, 0];

    public IReadOnlyList<float> Std => Normalises ? Channels("image_std", 0.5f) : [1, 1, 1];

    private bool Crops => Member(_pictures, "do_center_crop") is { ValueKind: JsonValueKind.True };

    private bool Normalises => Member(_pictures, "do_normalize") is not { ValueKind: JsonValueKind.False };

    private float[] Channels(string name, float otherwise) => Member(_pictures, name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(v => v.GetSingle())]
        : [otherwise, otherwise, otherwise];

    private static JsonElement? Member(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : null;

    private static int? Number(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

    private static JsonElement Json(string path)
    {
        if (!File.Exists(path)) throw new ModelException(ModelException.Missing, $"{path} is missing: a Hugging Face export has one beside its ONNX files.");
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        }
        catch (JsonException e)
        {
            throw new ModelException(ModelException.ManifestInvalid, $"{path} is no JSON: {e.Message}", e);
        }
    }

    private static ModelException Invalid(string what) => new(ModelException.ManifestInvalid, what + ".");
}
