using System.Diagnostics;
using System.Numerics.Tensors;
using EdgeActors.Inference.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Updates;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Learning.Local;

/// <summary>
/// Trains a plan's network on one device's batches, starting from the round's global weights. The engine's session is made once and serves all rounds.
/// Not for several threads at once.
/// </summary>
public sealed class LocalTrainer : IDisposable
{
    private const string LogPrior = "log_prior";

    private readonly TrainingPlan _plan;
    private readonly TrainStep _step;
    private readonly string _pixels;
    private readonly string _labels;

    /// <param name="batchSize">Of this device: the plan's, or all its examples if they are fewer.</param>
    public LocalTrainer(Model network, TrainingPlan plan, int batchSize, int threads = 1)
    {
        _plan = plan;
        var loss = TrainableNetwork.LossOf(network) with { LogPrior = plan.Local.PriorCorrection > 0 ? LogPrior : null };
        _step = new TrainStep(network, Options(plan, loss), batchSize, threads);
        _pixels = _step.Graph.BatchInputs[0].Name;
        _labels = loss.Target;
        Layout = TrainableNetwork.LayoutOf(_step.Graph);
    }

    public ParameterLayout Layout { get; }

    /// <param name="global">The round's weights.</param>
    /// <param name="correction">SCAFFOLD's c − cᵢ, added to every gradient; empty for other strategies.</param>
    /// <exception cref="LocalTrainingException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The round is over.</exception>
    public LocalResult Train(float[] global, float[] correction, PictureBatches batches, int round, CancellationToken cancellation)
    {
        Load(global, correction);
        if (_plan.Local.PriorCorrection > 0) Prior(batches);
        var began = Stopwatch.GetTimestamp();
        var steps = _plan.Local.Steps > 0 ? _plan.Local.Steps : _plan.Local.Epochs * batches.BatchesPerEpoch;
        var rate = _plan.RateIn(round);
        var lastPass = Math.Min(steps, batches.BatchesPerEpoch);
        var loss = 0.0;
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            batches.Fill(step / batches.BatchesPerEpoch, step % batches.BatchesPerEpoch, _step.Input<float>(_pixels), _step.Input<long>(_labels));
            var result = _step.Run(rate);
            if (!result.IsFinite)
                throw new LocalTrainingException($"the loss is {result.Loss} at step {step + 1} of round {round}: training diverged, lower local.learningRate ({rate})");
            if (step >= steps - lastPass) loss += result.Loss / lastPass;
        }

        return new(Change(global), steps, loss, Stopwatch.GetElapsedTime(began));
    }

    public void Dispose() => _step.Dispose();

    private static TrainStepOptions Options(TrainingPlan plan, CrossEntropy loss) => new()
    {
        Losses = [loss],
        Optimizer = (plan.Local.Optimizer == LocalOptimizer.Muon ? (Optimizer)new Muon((float)plan.Local.Momentum) : new Sgd((float)plan.Local.Momentum))
            with { WeightDecay = (float)plan.Local.WeightDecay },
        ClipNorm = (float)plan.Local.GradientClip,
        Corrections = plan.Strategy.Kind == StrategyKind.Scaffold,
        ProximalStrength = plan.Strategy.Kind == StrategyKind.FedProx ? (float)plan.Strategy.ProximalTerm : 0,
    };

    /// <summary>τ · log of the class shares, each class counted once more than it is there: a class that a device lacks is then left nearly alone.</summary>
    private void Prior(PictureBatches batches)
    {
        var prior = _step.Input<float>(LogPrior);
        var counts = batches.ClassCounts();
        var all = counts.Sum() + prior.Length;
        for (var i = 0; i < prior.Length; i++) prior[i] = (float)(_plan.Local.PriorCorrection * Math.Log((counts[i] + 1.0) / all));
    }

    /// <summary>The optimizer's state starts from zero each round: it belongs to weights that are gone.</summary>
    private void Load(float[] global, float[] correction)
    {
        _step.Reset(_step.Network);
        foreach (var slot in Layout.Slots)
        {
            var values = global.AsSpan(slot.Offset, slot.Length);
            values.CopyTo(_step.Weight(slot.Name));
            if (_plan.Strategy.Kind == StrategyKind.FedProx) values.CopyTo(_step.Input<float>($"{slot.Name}.anchor"));
            if (_plan.Strategy.Kind == StrategyKind.Scaffold) correction.AsSpan(slot.Offset, slot.Length).CopyTo(_step.Input<float>($"{slot.Name}.correction"));
        }
    }

    private float[] Change(float[] global)
    {
        var update = new float[Layout.Count];
        foreach (var slot in Layout.Slots)
            TensorPrimitives.Subtract(_step.Weight(slot.Name), global.AsSpan(slot.Offset, slot.Length), update.AsSpan(slot.Offset, slot.Length));
        return update;
    }
}
