using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>From the codes of training pictures: how often each value of each symbol occurs, and how many symbols fit into a rate.</summary>
internal static class CodeCalibration
{
    /// <summary>Of the pictures, so many must fit into a rate's bytes.</summary>
    private const double Share = 0.9;

    // Codes on which lengths are tried: enough for a ninth decile to within a byte or so, and each costs a real encoding per trial.
    private const int Tried = 500;

    /// <param name="codes">Half-integers, one code per picture.</param>
    /// <param name="rates">Bytes on the wire with the header.</param>
    /// <returns>Rates into which no symbol fits are left out, and those above the first that holds every symbol.</returns>
    public static TensorCalibration Of(IReadOnlyList<float[]> codes, int levels, IReadOnlyList<int> rates)
    {
        var symbols = codes[0].Length;
        var counts = new int[symbols * levels];
        foreach (var code in codes)
            for (var i = 0; i < symbols; i++) counts[i * levels + Math.Clamp((int)MathF.Floor(code[i]) + levels / 2, 0, levels - 1)]++;
        byte[] frequencies = [.. Enumerable.Range(0, symbols).SelectMany(i => FrequencyTable.Levels(counts.AsSpan(i * levels, levels), everyPossible: true))];

        var tried = EvenSpread.Indices(codes.Count, Tried).Select(i => codes[i]).ToArray();
        var fitting = new List<CodeRate>();
        foreach (var bytes in rates.Order())
        {
            var most = MostSymbols(tried, new OrderedCode(levels, frequencies, []), bytes);
            if (most > 0) fitting.Add(new CodeRate(CodecNames.Code(bytes), most));
            if (most == symbols) break;
        }
        return new TensorCalibration(codes.Count, [], new OrderedCode(levels, frequencies, fitting));
    }

    /// <summary>The longest prefix with which so many pictures keep to a rate; bytes grow with the prefix, so it is found by halving.</summary>
    private static int MostSymbols(IReadOnlyList<float[]> codes, OrderedCode code, int bytes)
    {
        var (fits, tooMany) = (0, code.Symbols + 1);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            var trial = new TensorCalibration(codes.Count, [], code with { Rates = [new CodeRate(CodecNames.Code(bytes), middle)] });
            var lengths = codes.Select(c => (double)CodeStream.Encode(TensorData.OfFloats(BottleneckNames.Code, [1, c.Length], c), CodecNames.Code(bytes), trial).Length).Order().ToArray();
            if (RunTimes.Quantile(lengths, Share) <= bytes) fits = middle;
            else tooMany = middle;
        }
        return fits;
    }
}
