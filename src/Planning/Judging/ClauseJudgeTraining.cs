using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;
using EdgeActors.Planning.Scoring;

namespace EdgeActors.Planning.Judging;

/// <summary>
/// Trains the clause judge: multinomial logistic regression over hashed pieces, by the project's own train step. First without every
/// eighth template and request, to tell how well it reads sentences of a kind it has not seen; then on everything.
/// </summary>
/// <param name="templates">The lines of <c>clauses.txt</c>.</param>
/// <param name="requests">Labelled requests, of which those that are one clause are used.</param>
public sealed class ClauseJudgeTraining(IEnumerable<string> templates, IEnumerable<LabelledRequest> requests, TimeProvider time)
{
    private const long Seed = 6;
    private const int HeldOutOf = 8;
    private const int BatchSize = 32;
    private const int Epochs = 12;
    private static readonly TrainStepOptions Step = new() { Losses = [new CrossEntropy(Smoothing: 0.05f)], Optimizer = new AdamW { WeightDecay = 0.02f } };

    private readonly ImmutableArray<LabelledClause> _clauses = LabelledClause.All(templates, requests, Seed);

    public int Clauses => _clauses.Length;

    /// <summary>Share of the clauses of unseen templates and requests that get the right verdict, and those that do not.</summary>
    public (double Accuracy, int Clauses, IReadOnlyList<string> Wrong) Validate(CancellationToken cancelled)
    {
        var held = _clauses.Where(clause => clause.Source % HeldOutOf == 0).ToList();
        using var judge = new ClauseJudge(Train([.. _clauses.Where(clause => clause.Source % HeldOutOf != 0)], cancelled));
        var wrong = held.Select(clause => (Clause: clause, Said: judge.Judge(clause.Text))).Where(one => one.Said.Verdict != one.Clause.Verdict)
            .Select(one => $"{one.Clause.Text}: {one.Said.Verdict} {one.Said.Probability:F2}, not {one.Clause.Verdict}").ToList();
        return (1 - wrong.Count / (double)held.Count, held.Count, wrong);
    }

    /// <summary>The judge trained on everything, an ONNX file.</summary>
    public byte[] Train(CancellationToken cancelled) => Train(_clauses, cancelled);

    private byte[] Train(ImmutableArray<LabelledClause> clauses, CancellationToken cancelled)
    {
        var network = new NetworkBuilder(ClauseJudge.InputName, [ClauseFeatures.Count], Seed);
        var logits = network.Linear("verdict", network.Input, Enum.GetValues<ClauseVerdict>().Length, deviation: 1e-3);
        using var step = new TrainStep(network.Build("clause-judge", ClauseJudge.OutputName, logits), Step, BatchSize);
        new Trainer(step, new ClauseBatches(clauses, BatchSize, Seed), new TrainingOptions
        {
            Epochs = Epochs,
            Schedule = new OneCycle(0.02f),
            Input = ClauseJudge.InputName,
            Data = LabelledClause.Digest(clauses),
        }, time).Run(cancellation: cancelled);
        var trained = step.Trained();
        return OnnxFile.ToBytes(trained with { Metadata = trained.Metadata.SetItem(ClauseJudge.DataKey, LabelledClause.Digest(clauses)) });
    }
}
