using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Codecs.Entropy;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Tests.Codecs;

public sealed class CodeStreamTests
{
    private const int Symbols = 96;
    private const int Levels = 4;

    // Of one value in the middle and rare ones outside it, more so from symbol to symbol.
    private static readonly OrderedCode Code = new(Levels, Frequencies(), [new("code8", 20), new("code21", 60), new("code32", Symbols)]);

    public static TheoryData<string> Rates => [.. Code.Rates.Select(r => r.Codec)];

    [Theory, MemberData(nameof(Rates))]
    public void The_symbols_of_a_rate_come_back_and_the_others_as_zero(string codec)
    {
        var sent = Code.Rates.Single(r => r.Codec == codec).Symbols;
        for (var seed = 0; seed < 50; seed++)
        {
            var code = Draw(seed);

            var back = Assert.Single(FeatureStream.Decode(FeatureStream.Encode([code], codec, Cut()), Cut()));

            Assert.Equal("code", back.Name);
            Assert.Equal(code.Floats[..sent], back.Floats[..sent]);
            Assert.All(back.Floats[sent..].ToArray(), v => Assert.Equal(0, v));
        }
    }

    [Theory, MemberData(nameof(Rates))]
    public void Nothing_but_three_bytes_and_a_fraction_is_spent_beyond_the_information(string codec)
    {
        var sent = Code.Rates.Single(r => r.Codec == codec).Symbols;
        for (var seed = 0; seed < 20; seed++)
        {
            var code = Draw(seed);
            var bits = 0.0;
            for (var i = 0; i < sent; i++) bits -= Math.Log2(Probability(i, (int)Math.Floor(code.Floats[i]) + Levels / 2));

            Assert.InRange(FeatureStream.Encode([code], codec, Cut()).Length, 3, 3 + Math.Ceiling((bits + 1) / 8));
        }
    }

    [Theory, MemberData(nameof(Rates))]
    public void A_code_cut_short_or_with_a_flipped_bit_is_refused(string codec)
    {
        var stream = FeatureStream.Encode([Draw(3)], codec, Cut());

        for (var length = 0; length < stream.Length; length++)
        {
            var part = stream[..length];
            Assert.Throws<CodecException>(() => FeatureStream.Decode(part, Cut()));
        }
        for (var bit = 0; bit < stream.Length * 8; bit++)
        {
            var flipped = stream.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<CodecException>(() => FeatureStream.Decode(flipped, Cut()));
        }
    }

    /// <summary>Whoever means harm computes the checksum too.</summary>
    [Theory, MemberData(nameof(Rates))]
    public void Damage_with_a_right_checksum_ends_in_a_named_error_or_in_a_code(string codec)
    {
        var random = new Random(11);
        var sound = FeatureStream.Encode([Draw(4)], codec, Cut());
        for (var trial = 0; trial < 500; trial++)
        {
            byte[] stream = [.. sound[..random.Next(1, sound.Length - 1)], 0, 0];
            for (var n = random.Next(0, 4); n > 0; n--) stream[random.Next(stream.Length - 2)] = (byte)random.Next(256);
            var crc = Crc32C.Of(stream.AsSpan()[..^2]);
            (stream[^2], stream[^1]) = ((byte)crc, (byte)(crc >> 8));
            try
            {
                Assert.Equal(Symbols, Assert.Single(FeatureStream.Decode(stream, Cut())).Count);
            }
            catch (CodecException e)
            {
                Assert.NotEmpty(e.Code);
            }
        }
    }

    [Fact]
    public void A_rate_or_a_code_of_another_bundle_is_named()
    {
        var stream = FeatureStream.Encode([Draw(5)], "code32", Cut());
        var fewer = Cut(Code with { Rates = [.. Code.Rates.Take(2)] });

        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Decode(stream, fewer)).Code);
        Assert.Contains("code8, code21, code32", Assert.Throws<CodecException>(() => FeatureStream.Encode([Draw(5)], "code99", Cut())).Message);
        Assert.Equal(CodecException.CalibrationMissing, Assert.Throws<CodecException>(() => FeatureStream.Decode(stream)).Code);
        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Encode([TensorData.OfFloats("code", [1, 5], new float[5])], "code8", Cut())).Code);
        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Decode(stream, Cut(Code with { Levels = 3 }))).Code);
    }

    [Fact]
    public void What_is_not_a_number_is_refused_where_it_is_made()
    {
        var code = TensorData.OfFloats("code", [1, Symbols], Enumerable.Repeat(float.NaN, Symbols).ToArray());

        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Encode([code], "code8", Cut())).Code);
    }

    private static TensorData Draw(int seed)
    {
        var random = new Random(seed);
        var values = new float[Symbols];
        for (var i = 0; i < Symbols; i++)
        {
            var (at, level) = (random.NextDouble(), 0);
            while (level < Levels - 1 && at >= Probability(i, level)) at -= Probability(i, level++);
            values[i] = level - Levels / 2 + 0.5f;
        }
        return TensorData.OfFloats("code", [1, Symbols], values);
    }

    private static double Probability(int symbol, int level) =>
        FrequencyTable.Normalise(Code.Frequencies.AsSpan(symbol * Levels, Levels))![level] / (double)FrequencyTable.Scale;

    private static byte[] Frequencies() =>
        [.. Enumerable.Range(0, Symbols).SelectMany(i => FrequencyTable.Levels([20, 400 + 40 * i, 300, 1 + i % 7], everyPossible: true))];

    private static BundleCut Cut(OrderedCode? code = null) => new()
    {
        Id = "neck",
        Tensors = [new CutTensor("code", TensorElementType.Float, [-1, Symbols], new TensorCalibration(100, [], code ?? Code))],
        Head = new FileReference(new string('a', 64), 1),
        Tail = new FileReference(new string('b', 64), 1),
        HeadMacs = 1, TailMacs = 1, HeadPeakBytes = 1, TailPeakBytes = 1,
        Codecs = [],
        Equality = new CutEquality(0, 1, 1),
    };
}
