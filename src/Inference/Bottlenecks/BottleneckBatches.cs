using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// Batches of pictures with the teacher's logits and, for each picture, how much of its code is sent: nested dropout (Rippel, Gelbart and Adams 2014,
/// section 3), by which a symbol comes to matter more than those behind it, and a prefix of a code is a code of a lower rate.
/// </summary>
/// <param name="step">The step whose further inputs are filled beside those that the trainer asks for.</param>
internal sealed class BottleneckBatches(TrainStep step, PictureBatches pictures, Lazy<TeacherLogits> teacher, BottleneckPlan plan) : IBatchSource
{
    public const string TeacherInput = "teacher";

    // Of all pictures, so many send everything; lengths of the others are spread evenly over their logarithm.
    private const double WholeShare = 0.2;

    // Apart from the streams of the pictures' own changes.
    private const long Salt = 0x6E65636B;

    public int BatchSize => pictures.BatchSize;

    public int BatchesPerEpoch => pictures.BatchesPerEpoch;

    public void Fill(int epoch, int batch, Span<float> inputs, Span<long> targets)
    {
        pictures.Fill(epoch, batch, inputs, targets);
        var wanted = step.Input<float>(TeacherInput);
        var sent = step.Input<float>(BottleneckNames.Sent);
        var classes = wanted.Length / BatchSize;
        var indices = pictures.Indices(epoch, batch);
        for (var i = 0; i < indices.Length; i++)
        {
            teacher.Value.Of(indices[i]).CopyTo(wanted.Slice(i * classes, classes));
            var symbols = sent.Slice(i * plan.Symbols, plan.Symbols);
            var length = Length(new SeededRandom(plan.Seed ^ Salt, epoch, indices[i]));
            symbols[..length].Fill(1);
            symbols[length..].Clear();
        }
    }

    private int Length(SeededRandom random) => random.NextDouble() < WholeShare
        ? plan.Symbols
        : (int)Math.Round(plan.FewestSymbols * Math.Pow((double)plan.Symbols / plan.FewestSymbols, random.NextDouble()));
}
