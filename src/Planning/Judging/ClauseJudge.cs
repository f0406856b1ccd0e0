using System.Numerics.Tensors;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Planning.Judging;

/// <summary>
/// The trained judge: one linear layer over <see cref="ClauseFeatures"/>, as ONNX within this assembly. Written by <see cref="ClauseJudgeTraining"/>.
/// </summary>
public sealed class ClauseJudge : IClauseJudge, IDisposable
{
    internal const string InputName = "pieces";
    internal const string OutputName = "logits";

    /// <summary>Metadata of the ONNX file: <see cref="LabelledClause.Digest"/> of the clauses it was trained on.</summary>
    internal const string DataKey = "edgeactors.clauses";

    private static readonly Lazy<ClauseJudge> Own = new(() => new(Resource()));

    private readonly PartitionSession _session;

    /// <param name="model">An ONNX file with input [batch, pieces] and a logit for each <see cref="ClauseVerdict"/> as output.</param>
    /// <exception cref="InvalidDataException">The file has other inputs or outputs.</exception>
    public ClauseJudge(byte[] model)
    {
        _session = new(model, "the clause judge", new PartitionSessionOptions { Threads = 1 });
        if (_session.Inputs is not [{ Name: InputName, Shape: [_, ClauseFeatures.Count] }] || _session.Outputs is not [{ Name: OutputName, Shape: [_, var verdicts] }]
            || verdicts != Enum.GetValues<ClauseVerdict>().Length)
            throw new InvalidDataException($"The clause judge takes {string.Join("; ", _session.Inputs)} and gives {string.Join("; ", _session.Outputs)}; train it again with 'edgeactors planner train'.");
    }

    /// <summary>The one that comes with the program.</summary>
    public static ClauseJudge Trained => Own.Value;

    public ClauseJudgement Judge(string clause)
    {
        var pieces = new float[ClauseFeatures.Count];
        ClauseFeatures.Write(clause, pieces);
        var logits = _session.Run([TensorData.OfFloats(InputName, [1, ClauseFeatures.Count], pieces)])[0].Floats;
        var probabilities = new float[logits.Length];
        TensorPrimitives.SoftMax(logits, probabilities);
        var best = TensorPrimitives.IndexOfMax<float>(probabilities);
        return new((ClauseVerdict)best, probabilities[best]);
    }

    public void Dispose() => _session.Dispose();

    internal static byte[] Resource()
    {
        using var stream = typeof(ClauseJudge).Assembly.GetManifestResourceStream("clause-judge.onnx")
            ?? throw new InvalidOperationException("The assembly holds no clause-judge.onnx: it was built without src/Planning/Data/clause-judge.onnx.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
