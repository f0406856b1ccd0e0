using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using EdgeActors.Tests.Fuzz;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Tests.Codecs;

public sealed class FeatureStreamTests
{
    private static readonly TensorCalibration Calibration = Features.Calibrate(
        [.. Enumerable.Range(0, 64).Select(seed => Features.Relu(seed, 1, 16, 8, 8))]);

    private static readonly Dictionary<string, TensorCalibration> Calibrations = new() { ["features"] = Calibration };

    public static TheoryData<string> Ladder => [.. CodecNames.Ladder];

    [Theory, MemberData(nameof(Ladder))]
    public void Keeps_the_shape_and_comes_near_the_values(string codec)
    {
        var features = Features.Relu(99, 1, 16, 8, 8);

        var back = Assert.Single(FeatureStream.Decode(FeatureStream.Encode([features], codec, Calibrations), CutOf(features)));

        Assert.Equal("features", back.Name);
        Assert.Equal(features.Shape, back.Shape);
        var power = Features.MeanSquare(features.Floats, new float[features.Count]);
        Assert.InRange(Features.MeanSquare(features.Floats, back.Floats) / power, 0, codec switch
        {
            CodecNames.Float32 => 0,
            CodecNames.Float16 => 1e-7,
            CodecNames.Clip4Rans => 0.03,
            CodecNames.Clip3Rans => 0.06,
            CodecNames.Clip2Rans => 0.15,
            _ => 1e-3,
        });
    }

    [Fact]
    public void Each_step_down_the_ladder_is_smaller()
    {
        var features = Features.Relu(99, 1, 16, 16, 16);
        string[] steps = [CodecNames.Float32, CodecNames.Float16, CodecNames.Int8, CodecNames.Int8Rans, CodecNames.Clip4Rans, CodecNames.Clip3Rans, CodecNames.Clip2Rans];

        var sizes = steps.Select(s => FeatureStream.Encode([features], s, Calibrations).Length).ToArray();

        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.InRange(sizes[^1] * 8.0 / features.Count, 0.3, 1.2);
    }

    [Fact]
    public void As_is_is_exact_whatever_the_type_and_counts_its_header()
    {
        var index = TensorData.OfInt64s("index", [3], [1, -7, long.MaxValue]);
        var empty = TensorData.OfFloats("empty", [1, 0, 4], []);
        var scalar = TensorData.OfFloats("scalar", [], [2.5f]);

        var stream = FeatureStream.Encode([index, empty, scalar], CodecNames.Float32);
        var back = FeatureStream.Decode(stream);

        Assert.Equal([index.Bytes, empty.Bytes, scalar.Bytes], back.Select(t => t.Bytes));
        Assert.Equal([3L], back[0].Shape);
        Assert.Equal(4 + (1 + 2 + 1 + 1 + 24) + (1 + 2 + 3 + 1) + (1 + 2 + 1 + 4) + 4, stream.Length);
    }

    [Fact]
    public void A_tensor_that_a_codec_cannot_take_goes_as_it_is()
    {
        var mask = TensorData.OfInt64s("mask", [2], [0, 1]);

        var back = FeatureStream.Decode(FeatureStream.Encode([mask], CodecNames.Int8Rans));

        Assert.Equal(mask.Bytes, back[0].Bytes);
    }

    [Theory, MemberData(nameof(Ladder))]
    public void A_stream_cut_short_anywhere_is_refused_by_name(string codec)
    {
        var features = Features.Relu(5, 1, 16, 4, 4);
        var stream = FeatureStream.Encode([features], codec, Calibrations);

        for (var length = 0; length < stream.Length; length++)
        {
            var part = stream[..length];
            var error = Assert.Throws<CodecException>(() => FeatureStream.Decode(part, CutOf(features)));
            Assert.Contains(error.Code, new[] { CodecException.Truncated, CodecException.Corrupt });
        }
    }

    [Theory, MemberData(nameof(Ladder))]
    public void A_flipped_bit_never_passes(string codec)
    {
        var features = Features.Relu(6, 1, 16, 4, 4);
        var stream = FeatureStream.Encode([features], codec, Calibrations);
        for (var bit = 0; bit < stream.Length * 8; bit += 7)
        {
            stream[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Throws<CodecException>(() => FeatureStream.Decode(stream, CutOf(features)));
            stream[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    /// <summary>A peer that means harm computes the checksum too, so the decoder behind it must stand on its own.</summary>
    [Theory, MemberData(nameof(Ladder))]
    public void Damage_with_a_right_checksum_ends_in_a_named_error_or_in_tensors_of_the_cut(string codec)
    {
        var random = new Random(7);
        var features = Features.Relu(7, 1, 16, 16, 16);
        var sound = FeatureStream.Encode([features], codec, Calibrations);
        for (var trial = FuzzCases.Of(400); trial > 0; trial--)
        {
            var stream = sound.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--) stream[random.Next(stream.Length - 4)] = (byte)random.Next(256);
            if (random.Next(3) == 0) stream = [.. stream.AsSpan(0, random.Next(4, stream.Length - 4)), 0, 0, 0, 0];
            Checksums.Renew(stream);

            try
            {
                var back = FeatureStream.Decode(stream, CutOf(features));
                Assert.Equal(features.Shape, Assert.Single(back).Shape);
            }
            catch (CodecException e)
            {
                Assert.NotEmpty(e.Code);
            }
        }
    }

    /// <summary>Thirty bytes of entropy code that stand for gigabytes: refused by the header, before memory is taken.</summary>
    [Fact]
    public void A_bomb_is_refused_by_its_header()
    {
        var features = Features.Relu(8, 1, 16, 4, 4);
        var sound = FeatureStream.Encode([features], CodecNames.Int8Rans);
        // magic 2, version, tensors, coding, type, rank, and then the dimensions 1, 16, 4, 4; here the free batch is 1,048,576: a gigabyte.
        byte[] bomb = [.. sound.AsSpan(0, 7), 0x80, 0x80, 0x40, .. sound.AsSpan(8)];
        Checksums.Renew(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(CodecException.Corrupt, Assert.Throws<CodecException>(() => FeatureStream.Decode(bomb, CutOf(features))).Code);
        Assert.Equal(CodecException.Corrupt, Assert.Throws<CodecException>(() => FeatureStream.Decode(bomb)).Code);
        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Decode(bomb, CutOf(Features.Relu(8, 1, 16, 8, 8)))).Code);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_codec_from_the_future_is_named_as_such()
    {
        var stream = FeatureStream.Encode([Features.Relu(1, 1, 4)], CodecNames.Int8);
        stream[4] = 200;
        Checksums.Renew(stream);
        Assert.Equal(CodecException.Unknown, Assert.Throws<CodecException>(() => FeatureStream.Decode(stream)).Code);

        stream[2] = FeatureStream.Version + 1;
        Assert.Equal(CodecException.VersionUnknown, Assert.Throws<CodecException>(() => FeatureStream.Decode(stream)).Code);
        Assert.Equal(CodecException.Unknown,
            Assert.Throws<CodecException>(() => FeatureStream.Encode([Features.Relu(1, 1, 4)], "wavelet9")).Code);
    }

    [Fact]
    public void A_sound_stream_of_another_cut_is_refused()
    {
        var stream = FeatureStream.Encode([Features.Relu(1, 1, 16, 4, 4)], CodecNames.Int8);

        var error = Assert.Throws<CodecException>(() => FeatureStream.Decode(stream, CutOf(Features.Relu(1, 1, 16, 8, 8))));

        Assert.Equal(CodecException.Mismatch, error.Code);
    }

    [Fact]
    public void Clipping_without_a_calibration_says_what_to_do()
    {
        var error = Assert.Throws<CodecException>(() => FeatureStream.Encode([Features.Relu(1, 1, 4, 2, 2)], CodecNames.Clip2Rans));

        Assert.Equal(CodecException.CalibrationMissing, error.Code);
        Assert.Contains("int8", error.Message);
    }

    [Theory]
    [InlineData(CodecNames.Int8Rans)]
    [InlineData(CodecNames.Int8ChannelRans)]
    public void Features_that_are_not_finite_are_refused_where_they_are_made(string codec)
    {
        var features = TensorData.OfFloats("features", [1, 1, 1, 3], [1, float.NaN, 2]);

        Assert.Equal(CodecException.Mismatch, Assert.Throws<CodecException>(() => FeatureStream.Encode([features], codec)).Code);
    }

    private static BundleCut CutOf(TensorData features) => new()
    {
        Id = "cut",
        Tensors = [new CutTensor("features", TensorElementType.Float, [-1, .. features.Shape[1..]], Calibration)],
        Head = new FileReference(new string('a', 64), 1),
        Tail = new FileReference(new string('b', 64), 1),
        HeadMacs = 1, TailMacs = 1, HeadPeakBytes = 1, TailPeakBytes = 1,
        Codecs = [],
        Equality = new CutEquality(0, 1, 1),
    };
}
