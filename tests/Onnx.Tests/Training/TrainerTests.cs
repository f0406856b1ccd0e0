using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private const int Epochs = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-trainer-").FullName;

    private string Checkpoint => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_stopped_after_any_epoch_ends_in_the_bytes_of_one_that_was_not(int stopAfter)
    {
        var whole = Train(SmallNetworks.Convolutional(), checkpoint: null);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train(SmallNetworks.Convolutional(), Checkpoint, p =>
        {
            if (p.Epoch == stopAfter + 1)
            {
                stop.Cancel();
            }
        }, stop.Token));
        var resumed = Train(SmallNetworks.Convolutional(), Checkpoint);
        Assert.Equal(OnnxFile.ToBytes(whole), OnnxFile.ToBytes(resumed));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run_with_step_and_checkpoint()
    {
        var stopped = Assert.Throws<TrainingStoppedException>(() => Train(SmallNetworks.Convolutional(), Checkpoint, schedule: new ExplodesInEpoch(2)));
        Assert.Equal(Checkpoint, stopped.Checkpoint);
        Assert.InRange(stopped.Step, 20, 40);
        Assert.Contains($"step {stopped.Step}", stopped.Message, StringComparison.Ordinal);
        using var step = Step(SmallNetworks.Convolutional());
        Onnx.Training.Checkpoint.Resume(Checkpoint, step, OnnxFile.Read(Checkpoint).Metadata["edgeactors.run"]);
        Assert.All(step.Weight("classifier.weight").ToArray(), w => Assert.True(float.IsFinite(w)));
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_refused_and_left_alone()
    {
        Train(SmallNetworks.Convolutional(width: 8), Checkpoint);
        var bytes = File.ReadAllBytes(Checkpoint);
        var refused = Assert.Throws<CheckpointException>(() => Train(SmallNetworks.Convolutional(width: 16), Checkpoint));
        Assert.Contains("another network", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Checkpoint));
    }

    [Fact]
    public void A_checkpoint_of_another_schedule_is_refused()
    {
        Train(SmallNetworks.Convolutional(), Checkpoint);
        Assert.Contains("another run", Assert.Throws<CheckpointException>(() => Train(SmallNetworks.Convolutional(), Checkpoint, schedule: new ConstantRate(0.5f))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_each_epoch_and_counts_down()
    {
        var reports = new List<TrainingProgress>();
        Train(SmallNetworks.Convolutional(), checkpoint: null, reports.Add);
        Assert.Equal(Epochs, reports.Count(r => r.EndsEpoch));
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.All(reports, r => Assert.True(r.ExamplesPerSecond > 0));
    }

    private static Model Train(Model network, string? checkpoint, Action<TrainingProgress>? report = null, CancellationToken cancellation = default, Schedule? schedule = null)
    {
        using var step = Step(network);
        var options = new TrainingOptions { Epochs = Epochs, Schedule = schedule ?? new OneCycle(0.1f), Checkpoint = checkpoint, ReportEvery = 5 };
        new Trainer(step, new SmallNetworks.Halves(8, 20), options, TimeProvider.System).Run(report, cancellation);
        return step.Trained();
    }

    private static TrainStep Step(Model network) => new(network, new TrainStepOptions { Optimizer = new Sgd(Nesterov: true) { WeightDecay = 1e-4f } }, batchSize: 8);

    private sealed record ExplodesInEpoch(int Epoch) : Schedule
    {
        public override float At(long step, long total) => step >= (Epoch - 1) * (total / Epochs) ? 1e30f : 0.05f;
    }
}
