using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeActors.Inference;
using EdgeActors.Inference.Bottlenecks;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Cli.Models;

/// <summary>
/// <c>models bottleneck MODEL --at TENSOR --into TENSOR --data DATA</c>: trains an encoder and a decoder into a model, and adds the cut between them, with a
/// codec for each rate, to the model's bundle. The uncut model stays as it is.
/// </summary>
internal static class BottleneckCommand
{
    private static readonly int[] UsualRates = [8, 12, 16, 21, 32, 48, 64];

    public static Command Create()
    {
        var name = new Argument<string>("model") { Description = "A picture classifier of the models folder" };
        var models = ModelsFolderOption.Create();
        var data = DataOption.Create();
        var at = new Option<string>("--at") { Description = "Tensor after which the encoder begins, [batch, channels, side, side]", Required = true };
        var into = new Option<string>("--into") { Description = "Later tensor that the decoder gives instead of the layers between", Required = true };
        var rates = new Option<int[]>("--rates")
        {
            Description = "Bytes on the wire, header included, that nine of ten pictures may take", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => UsualRates,
            CustomParser = Rates,
        };
        var share = new Option<double>("--head-share") { Description = "Of the uncut model's multiply-adds, for head and encoder", DefaultValueFactory = _ => BottleneckPlan.UsualHeadShare };
        var symbols = new Option<int>("--symbols") { Description = "Of the longest code, two bits each", DefaultValueFactory = _ => BottleneckPlan.UsualSymbols };
        var epochs = new Option<int>("--epochs") { Description = "With the tail trained along", DefaultValueFactory = _ => new BottleneckRecipe().Epochs };
        var frozen = new Option<int>("--frozen-epochs") { Description = "Before those, with everything around the new layers frozen", DefaultValueFactory = _ => new BottleneckRecipe().FrozenEpochs };
        var more = new Option<int>("--more-epochs") { Description = "After those, in a second cycle of half the rate", DefaultValueFactory = _ => 0 };
        var goOn = new Option<bool>("--continue") { Description = "Start from the weights of the bottleneck that the model has there, wherever they fit" };
        var seed = new Option<long>("--seed") { DefaultValueFactory = _ => 1 };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Written after each epoch; an interrupted run goes on from it" };
        var command = new Command("bottleneck", "Train a learned bottleneck into a model and add it to its bundle.")
        {
            name, models, data, at, into, rates, share, symbols, epochs, frozen, more, goOn, seed, checkpoint,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            async () =>
            {
                var output = Output.For(parsed);
                var work = new BottleneckWork(
                    new BottleneckPlan
                    {
                        At = parsed.GetRequiredValue(at), Into = parsed.GetRequiredValue(into), Symbols = parsed.GetValue(symbols),
                        MostHeadShare = parsed.GetValue(share), Seed = parsed.GetValue(seed),
                    },
                    new BottleneckRecipe { Epochs = parsed.GetValue(epochs), FrozenEpochs = parsed.GetValue(frozen), MoreEpochs = parsed.GetValue(more) },
                    parsed.GetRequiredValue(rates), parsed.GetValue(goOn), parsed.GetValue(checkpoint), output);
                var from = await DataOption.ResolveAsync(parsed.GetRequiredValue(data), output, cancel);
                try
                {
                    work.Run(new ModelStore(parsed.GetRequiredValue(models)).Open(parsed.GetRequiredValue(name)), from, cancel);
                    return ExitCodes.Done;
                }
                catch (Exception e) when (e is InferenceException or DataSetException or GradientException or TrainingStoppedException or CheckpointException or OnnxFormatException)
                {
                    throw new CommandFailed(e.Message, cause: e);
                }
            },
            cancel));
        return command;
    }

    private static int[]? Rates(ArgumentResult parsed)
    {
        var rates = new List<int>();
        foreach (var word in parsed.Tokens.SelectMany(t => t.Value.Split(',')))
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
                rates.Add(rate);
            else
                parsed.AddError($"--rates are numbers of bytes, such as 8,16,64: '{word}' is none.");
        return [.. rates];
    }
}
