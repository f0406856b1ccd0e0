using System.Globalization;
using EdgeActors.Cli;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using SkiaSharp;

namespace EdgeActors.Hosts.Tests.Cli;

/// <summary>A user's own ONNX file and own pictures, through the commands of the README and through what goes wrong.</summary>
public sealed class OwnModelSpecs : IDisposable
{
    private const int Side = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-own-").FullName;
    private readonly StringWriter _data = new();
    private readonly StringWriter _progress = new();

    private string ModelPath => Path.Combine(_folder, "my.onnx");

    private string Pictures => Path.Combine(_folder, "pictures");

    private string Models => Path.Combine(_folder, "models");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_lines_of_the_readme_cut_train_and_measure_it()
    {
        OnnxFile.Write(Network(), ModelPath);
        Draw("dark", 80, shade: 40);
        Draw("light", 80, shade: 200);
        const string Run = "dotnet run -c Release --project src/Hosts/Cli -- ";
        var lines = File.ReadLines(Readme()).Select(l => l.Trim()).Where(l => l.StartsWith(Run + "models ", StringComparison.Ordinal))
            .Select(l => l[Run.Length..].Split('#')[0]).ToArray();
        Assert.Contains(lines, l => l.StartsWith("models train my.onnx", StringComparison.Ordinal));

        foreach (var line in lines)
        {
            string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w switch
            {
                "my.onnx" => ModelPath,
                "pictures/" => Pictures,
                _ => w,
            })];
            var where = words[1] switch { "train" => "--into", "evaluate" => "--models", _ => null };
            Assert.Equal(ExitCodes.Done, await RunAsync(where is null ? words : [.. words, where, Models]));
        }

        Assert.Contains("my: 100.00 % of 160 pictures", _data.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models show", ExitCodes.Usage)]
    [InlineData("models cut --all --verify", ExitCodes.Usage)]
    [InlineData("models train", ExitCodes.Usage)]
    [InlineData("models import --name x --labels {labels} --licence MIT --models {models}", ExitCodes.Usage)]
    public async Task A_truncated_file_is_refused_by_every_command(string command, int exit)
    {
        var bytes = OnnxFile.ToBytes(Network());
        File.WriteAllBytes(ModelPath, bytes[..(bytes.Length / 2)]);
        Assert.Equal(exit, await RunAsync(Words(command)));
        IsOneLine("no ONNX file, or is truncated");
    }

    [Theory]
    [InlineData("models cut --all --verify", ExitCodes.Usage)]
    [InlineData("models train --into {models}", ExitCodes.Failed)]
    [InlineData("models import --name x --labels {labels} --licence MIT --models {models}", ExitCodes.Usage)]
    public async Task An_operator_set_newer_than_the_runtime_is_named_without_the_runtimes_source_lines(string command, int exit)
    {
        var network = Network();
        OnnxFile.Write(network with { Opsets = network.Opsets.SetItem("", 99) }, ModelPath);
        Assert.Equal(exit, await RunAsync(Words(command)));
        IsOneLine("operator set 99");
        Assert.Contains("export it with an older one", _progress.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("onnxruntime_src", _progress.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models));
    }

    [Fact]
    public async Task A_network_that_takes_no_pictures_is_refused_before_pictures_are_read()
    {
        var b = new NetworkBuilder("words", [12], seed: 1);
        OnnxFile.Write(b.Build("words", "logits", b.Linear("classifier", b.Input, 2)), ModelPath);
        Assert.Equal(ExitCodes.Failed, await RunAsync("models", "train", ModelPath, "--data", Pictures));
        IsOneLine("needs one input Float[batch, 3, height, width]");
    }

    [Fact]
    public async Task A_loss_that_is_no_number_stops_with_the_step_and_writes_nothing()
    {
        OnnxFile.Write(Network(), ModelPath);
        Draw("dark", 80, shade: 40);
        Draw("light", 80, shade: 200);
        Assert.Equal(ExitCodes.Failed, await RunAsync("models", "train", ModelPath, "--data", Pictures, "--into", Models, "--rate", "1e38", "--epochs", "20"));
        Assert.Contains("Training stopped at step", _progress.ToString(), StringComparison.Ordinal);
        Assert.Contains("Lower the learning rate", _progress.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models));
    }

    [Fact]
    public async Task A_data_set_of_one_class_is_refused()
    {
        OnnxFile.Write(Network(), ModelPath);
        Draw("dark", 5, shade: 40);
        Assert.Equal(ExitCodes.Failed, await RunAsync("models", "train", ModelPath, "--data", Pictures, "--into", Models));
        Assert.Contains("needs at least two classes", _progress.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Models));
    }

    [Fact]
    public async Task A_checkpoint_of_another_network_is_refused_and_left_as_it_is()
    {
        Draw("dark", 80, shade: 40);
        Draw("light", 80, shade: 200);
        var checkpoint = Path.Combine(_folder, "run.checkpoint");
        string[] train = ["models", "train", ModelPath, "--data", Pictures, "--into", Models, "--epochs", "1", "--checkpoint", checkpoint];
        OnnxFile.Write(Network(width: 4), ModelPath);
        Assert.Equal(ExitCodes.Done, await RunAsync(train));
        var (bytes, manifest) = (File.ReadAllBytes(checkpoint), File.ReadAllBytes(Path.Combine(Models, "my", "manifest.json")));

        OnnxFile.Write(Network(width: 6), ModelPath);
        Assert.Equal(ExitCodes.Failed, await RunAsync(train));
        Assert.Contains("is a checkpoint of another network", _progress.ToString(), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(checkpoint));
        Assert.Equal(manifest, File.ReadAllBytes(Path.Combine(Models, "my", "manifest.json")));
    }

    [Fact]
    public async Task A_model_from_elsewhere_is_imported_and_measured()
    {
        OnnxFile.Write(Network(), ModelPath);
        Draw("dark", 10, shade: 40);
        Draw("light", 10, shade: 200);
        Assert.Equal(ExitCodes.Done, await RunAsync(Words("models import --name taken --labels {labels} --licence MIT --models {models}")));
        Assert.Equal(ExitCodes.Done, await RunAsync("models", "evaluate", "taken", "--models", Models, "--data", Pictures));
        Assert.Contains("of 20 pictures", _data.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Usage, await RunAsync(Words("models import --name taken --labels {labels} --licence MIT --models {models}")));
        Assert.Contains("exists already", _progress.ToString(), StringComparison.Ordinal);
    }

    private static Model Network(int width = 4)
    {
        var b = new NetworkBuilder("picture", [3, Side, Side], seed: 1);
        var x = b.MaxPool("pool", b.Relu("relu", b.Convolution("convolution", b.Input, width, kernel: 3, bias: true)), size: 2);
        return b.Build("own", "scores", b.Linear("classifier", b.Reshape("flat", x, [width * Side * Side / 4]), 2));
    }

    private static string Readme()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeActors.sln"))) return Path.Combine(folder.FullName, "README.md");
        }

        throw new InvalidOperationException("These specs run inside the repository: there is no EdgeActors.sln above them.");
    }

    /// <summary>The same pictures to train on and to test.</summary>
    private void Draw(string label, int count, int shade)
    {
        foreach (var part in new[] { "train", "test" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(Pictures, part, label)).FullName;
            for (var i = 0; i < count; i++)
            {
                using var bitmap = new SKBitmap(Side, Side);
                bitmap.Erase(new SKColor((byte)(shade + i % 40), (byte)(shade + i % 30), (byte)(shade + i % 20)));
                using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
                File.WriteAllBytes(Path.Combine(folder, i.ToString("D3", CultureInfo.InvariantCulture) + ".png"), png.ToArray());
            }
        }
    }

    /// <summary>"models VERB options" with the file put behind the verb.</summary>
    private string[] Words(string command)
    {
        var labels = Path.Combine(_folder, "labels.txt");
        File.WriteAllLines(labels, ["dark", "light"]);
        var words = command.Replace("{labels}", labels, StringComparison.Ordinal).Replace("{models}", Models, StringComparison.Ordinal).Split(' ');
        return [.. words[..2], ModelPath, .. words[2..]];
    }

    private Task<int> RunAsync(params string[] words) => CommandTree.RunAsync(words, _data, _progress);

    private void IsOneLine(string containing)
    {
        var line = Assert.Single(_progress.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("edgeactors: ", line, StringComparison.Ordinal);
        Assert.Contains(containing, line, StringComparison.Ordinal);
    }
}
