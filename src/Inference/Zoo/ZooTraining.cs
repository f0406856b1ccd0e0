using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>Trains a network by a recipe on a picture set and measures what came out.</summary>
public static class ZooTraining
{
    /// <param name="start">The network to start from; null for the recipe's own.</param>
    /// <param name="checkpoint">Where to write the state after each epoch and to resume from; null for nowhere.</param>
    /// <param name="report">Called with the progress and, at the end of an epoch, the accuracy on the pictures held out.</param>
    /// <exception cref="DataSetException">The data can't teach this network.</exception>
    public static TrainedNetwork Run(
        ZooRecipe recipe,
        PictureSet training,
        PictureSet test,
        Model? start,
        string? checkpoint,
        int threads,
        TimeProvider time,
        Action<TrainingProgress, ClassifierEvaluation?>? report = null,
        CancellationToken cancellation = default)
    {
        var (kept, heldOut) = training.RequireTrainable().HoldOut(Math.Min(recipe.HeldOut, training.Count / 5), recipe.Seed);
        var network = RequireMatch(start ?? recipe.Network(training.Labels.Count, recipe.Seed), training);
        var input = network.Graph.FedInputs.First().Name;
        var started = time.GetTimestamp();
        using var step = new TrainStep(network, StepFor(network, recipe), recipe.BatchSize, threads);
        var batches = new PictureBatches(kept, recipe.BatchSize, recipe.Augmentation, recipe.Normalization, recipe.Seed);
        var options = new TrainingOptions
        {
            Epochs = recipe.Epochs,
            Schedule = recipe.Schedule,
            Checkpoint = checkpoint,
            Data = $"{recipe.Name}, seed {recipe.Seed}, {kept.Count} pictures",
            Input = input,
            ReportEvery = 100,
        };
        new Trainer(step, batches, options, time).Run(
            p => report?.Invoke(p, p.EndsEpoch ? ClassifierEvaluation.Run(step.Trained(), heldOut, recipe.Normalization, threads) : null),
            cancellation);
        var trained = step.Trained();
        return new TrainedNetwork(
            trained,
            step.Graph.Weights.Sum(w => w.Weight.Shape!.Elements()),
            ClassifierEvaluation.Run(trained, heldOut, recipe.Normalization, threads),
            ClassifierEvaluation.Run(trained, test, recipe.Normalization, threads),
            time.GetElapsedTime(started));
    }

    /// <summary>Refuses a network of a user's own that no step can be derived for, whatever the data.</summary>
    /// <exception cref="DataSetException">It takes no pictures of three channels in float32.</exception>
    /// <exception cref="GradientException">An operator has no gradient, or the file's operator set is too old.</exception>
    public static void RequireTrainable(Model network, ZooRecipe recipe)
    {
        if (network.Graph.FedInputs.ToArray() is not [{ Type: ElementType.Float, Shape: { Rank: 4 } shape }] || !shape[1].Matches(PictureSet.Channels))
        {
            throw new DataSetException($"Training on pictures needs one input Float[batch, 3, height, width]; this network takes {string.Join("; ", network.Graph.FedInputs)}.");
        }

        TrainStepGraph.Build(network, StepFor(network, recipe), batchSize: 1);
    }

    /// <summary>The recipe's step with its losses on the network's first output, whatever that is called.</summary>
    private static TrainStepOptions StepFor(Model network, ZooRecipe recipe) =>
        recipe.Step with { Losses = [.. recipe.Step.Losses.Select(l => l with { Output = network.Graph.Outputs[0].Name })] };

    private static Model RequireMatch(Model network, PictureSet training)
    {
        var shape = network.Graph.FedInputs.First().Shape;
        if (shape is not { Rank: 4 } || !shape[2].Matches(training.Height) || !shape[3].Matches(training.Width) || !shape[1].Matches(PictureSet.Channels))
        {
            throw new DataSetException($"The network takes {shape}, not pictures [batch, 3, {training.Height}, {training.Width}].");
        }

        var outputs = network.Graph.Outputs[0].Shape;
        return outputs is { Rank: 2 } && (!outputs[1].IsKnown || outputs[1].Size == training.Labels.Count)
            ? network
            : throw new DataSetException($"The network answers {outputs}, but {training.Name} has {training.Labels.Count} classes ({string.Join(", ", training.Labels.Take(12))}).");
    }
}
