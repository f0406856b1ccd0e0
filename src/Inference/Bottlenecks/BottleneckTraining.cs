using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>Trains a bottleneck into a picture classifier: the new layers alone at first, then they and the tail.</summary>
public sealed class BottleneckTraining(BottleneckPlan plan, BottleneckRecipe recipe, TimeProvider time)
{
    /// <param name="whole">The uncut network: gives the head, the tail to start from, and the answers to imitate.</param>
    /// <param name="training">Without what <see cref="BottleneckRecipe.HeldOut"/> set aside.</param>
    /// <param name="checkpoint">A path to which <c>.frozen</c>, <c>.tail</c> and <c>.more</c> are added; an interrupted run goes on from there. Null for none.</param>
    /// <param name="present">A network with a bottleneck at the same place: training starts from its weights wherever name and shape agree. Null: from new ones.</param>
    /// <param name="report">Told the progress, and how to get the network as it is then.</param>
    /// <returns>The network as it is used, its <see cref="BottleneckNames.Code"/> within it.</returns>
    /// <exception cref="BottleneckException">The bottleneck cannot go where the plan says.</exception>
    /// <exception cref="TrainingStoppedException">The loss is no number any more.</exception>
    public Model Run(
        Model whole, PictureSet training, ChannelNormalization normalization, string? checkpoint = null, Model? present = null,
        Action<TrainingProgress, Func<Model>>? report = null, CancellationToken cancel = default)
    {
        var network = new BottleneckNetwork(whole, plan);
        // Not before a batch is asked for: a run that was finished needs none.
        var teacher = new Lazy<TeacherLogits>(() => TeacherLogits.Run(whole, training, normalization, recipe.Threads, cancel));
        var pictures = new PictureBatches(training, recipe.BatchSize, recipe.Augmentation, normalization, plan.Seed);
        var start = network.ForTraining();
        if (present is not null) start = start with { Graph = start.Graph.WithConstants(Agreeing(present.Graph, start.Graph)) };
        var frozen = Phase("frozen", start, network.IsNew, recipe.FrozenEpochs, new OneCycle(recipe.FrozenRate, WarmUp: 0.1f));
        var trained = Phase("tail", frozen, network.IsNewOrTail, recipe.Epochs, new OneCycle(recipe.Rate, WarmUp: 0.1f));
        trained = Phase("more", trained, network.IsNewOrTail, recipe.MoreEpochs, new OneCycle(recipe.Rate / 2, WarmUp: 0.1f));
        return network.ForUse(trained);

        Model Phase(string name, Model from, Func<Tensor, bool> trains, int epochs, Schedule schedule)
        {
            if (epochs == 0) return from;
            using var step = new TrainStep(from, recipe.Step(whole.Graph.Outputs[0].Name, trains), recipe.BatchSize, recipe.Threads);
            var options = new TrainingOptions
            {
                Epochs = epochs,
                Schedule = schedule,
                Checkpoint = checkpoint is null ? null : $"{checkpoint}.{name}",
                Data = $"{name}, {plan.At} to {plan.Into}, seed {plan.Seed}, {training.Count} pictures",
                Input = whole.Graph.FedInputs.First().Name,
                ReportEvery = 100,
            };
            new Trainer(step, new BottleneckBatches(step, pictures, teacher, plan), options, time)
                .Run(p => report?.Invoke(p, () => network.ForUse(step.Trained())), cancel);
            return step.Trained();
        }
    }

    private static Dictionary<string, Tensor> Agreeing(Graph present, Graph start) => present.Constants.Values
        .Where(t => start.Constants.TryGetValue(t.Name, out var own) && own.Type == t.Type && own.Dims.SequenceEqual(t.Dims))
        .ToDictionary(t => t.Name);
}
