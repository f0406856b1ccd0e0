namespace EdgeActors.Onnx.Training;

/// <summary>
/// Runs a train step over a source of batches for some epochs. A run that was stopped goes on from its checkpoint and ends in
/// the same bytes as one that was not: batches depend on (seed, epoch, batch) and rates on the step alone.
/// </summary>
public sealed class Trainer(TrainStep step, IStepSource source, TrainingOptions options, TimeProvider time)
{
    public Trainer(TrainStep step, IBatchSource source, TrainingOptions options, TimeProvider time)
        : this(step, new Classes(source, options), options, time)
    {
    }

    /// <param name="report">Called every <see cref="TrainingOptions.ReportEvery"/> batches and at the end of each epoch.</param>
    /// <exception cref="TrainingStoppedException">The loss is no number any more.</exception>
    /// <exception cref="CheckpointException">The checkpoint is of another network or run.</exception>
    public void Run(Action<TrainingProgress>? report = null, CancellationToken cancellation = default)
    {
        var batches = source.BatchesPerEpoch;
        var resumed = Resume(batches);
        var started = time.GetTimestamp();
        var firstStep = step.Steps;
        var total = (long)options.Epochs * batches;
        for (var epoch = (int)(step.Steps / batches); epoch < options.Epochs; epoch++)
        {
            double sum = 0;
            for (var batch = 0; batch < batches; batch++)
            {
                cancellation.ThrowIfCancellationRequested();
                source.Fill(epoch, batch, step);
                var rate = options.Schedule.At(step.Steps, total);
                var result = step.Run(rate);
                if (!result.IsFinite)
                {
                    throw new TrainingStoppedException(step.Steps, result, epoch > 0 || resumed ? options.Checkpoint : null);
                }

                sum += result.Loss;
                if (report is not null && ((batch + 1) % options.ReportEvery == 0 || batch + 1 == batches))
                {
                    var perStep = time.GetElapsedTime(started) / (step.Steps - firstStep);
                    report(new TrainingProgress(epoch + 1, options.Epochs, batch + 1, batches, sum / (batch + 1), rate,
                        source.BatchSize / perStep.TotalSeconds, perStep * (total - step.Steps)));
                }
            }

            if (options.Checkpoint is not null)
            {
                Checkpoint.Write(options.Checkpoint, step, RunName);
            }
        }
    }

    private string RunName => $"{options.Data}; batch {source.BatchSize}; {options.Epochs} epochs; {options.Schedule}";

    private bool Resume(int batches)
    {
        if (options.Checkpoint is null || !File.Exists(options.Checkpoint))
        {
            return false;
        }

        Checkpoint.Resume(options.Checkpoint, step, RunName);
        return step.Steps % batches == 0
            ? true
            : throw new CheckpointException($"'{options.Checkpoint}' is at step {step.Steps}, which is no whole number of epochs of {batches} batches.");
    }

    /// <summary>One input and one class for each example, under the names of the options.</summary>
    private sealed class Classes(IBatchSource source, TrainingOptions options) : IStepSource
    {
        public int BatchSize => source.BatchSize;

        public int BatchesPerEpoch => source.BatchesPerEpoch;

        public void Fill(int epoch, int batch, TrainStep step) => source.Fill(epoch, batch, step.Input<float>(options.Input), step.Input<long>(options.Target));
    }
}
