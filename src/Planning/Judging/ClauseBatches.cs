using EdgeActors.Onnx.Training;

namespace EdgeActors.Planning.Judging;

/// <summary>Clauses in an order drawn anew for each epoch, some with a slip of the finger: two neighbouring letters swapped.</summary>
internal sealed class ClauseBatches(IReadOnlyList<LabelledClause> clauses, int batchSize, long seed) : IBatchSource
{
    private const double SlipShare = 0.15;
    private (int Epoch, int[] Order) _order = (-1, []);

    public int BatchSize => batchSize;

    public int BatchesPerEpoch => clauses.Count / batchSize;

    public void Fill(int epoch, int batch, Span<float> inputs, Span<long> targets)
    {
        if (_order.Epoch != epoch)
            _order = (epoch, new SeededRandom(seed, epoch).Permutation(clauses.Count));
        inputs.Clear();
        for (var row = 0; row < batchSize; row++)
        {
            var index = _order.Order[batch * batchSize + row];
            var random = new SeededRandom(seed, epoch, index + 1);
            var text = clauses[index].Text;
            if (random.NextDouble() < SlipShare)
                text = Slipped(text, random.NextInt(text.Length));
            ClauseFeatures.Write(text, inputs.Slice(row * ClauseFeatures.Count, ClauseFeatures.Count));
            targets[row] = (long)clauses[index].Verdict;
        }
    }

    private static string Slipped(string text, int at) =>
        at + 1 < text.Length && char.IsLetter(text[at]) && char.IsLetter(text[at + 1]) ? $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}" : text;
}
