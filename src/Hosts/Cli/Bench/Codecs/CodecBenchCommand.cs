using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;
using ZstdSharp;

namespace EdgeActors.Cli.Bench.Codecs;

/// <summary><c>bench codec</c>: size and speed of every codec on features as a ReLU leaves them, beside zstd on the same int8 symbols.</summary>
internal static class CodecBenchCommand
{
    // A fast level and one that takes its time.
    private static readonly int[] ZstdLevels = [1, 9];

    private const int Repeats = 15;

    public static Command Create()
    {
        var command = new Command("codec", "Size and speed of every feature codec, beside zstd.");
        command.SetAction(parsed =>
        {
            var results = new[] { (64, 16), (64, 128) }.SelectMany(s => Measure(channels: s.Item1, side: s.Item2)).ToList();
            Output.For(parsed).Rows(results,
                new Column<CodecResult>("codec", r => r.Codec), new("features", r => r.Shape), new("float32 bytes", r => $"{r.Bytes:N0}", true),
                new("wire bytes", r => $"{r.WireBytes:N0}", true), new("bits/value", r => $"{r.BitsPerValue:N3}", true),
                new("encode MB/s", r => $"{r.EncodeMegabytesPerSecond:N0}", true), new("decode MB/s", r => $"{r.DecodeMegabytesPerSecond:N0}", true));
            return ExitCodes.Done;
        });
        return command;
    }

    private static IEnumerable<CodecResult> Measure(int channels, int side)
    {
        var features = Features(seed: 1, channels, side);
        var samples = new CalibrationSamples();
        for (var seed = 2; seed < 34; seed++) samples.Add(Features(seed, channels, 16));
        var cut = new BundleCut
        {
            Id = "bench",
            Tensors = [new CutTensor(features.Name, TensorElementType.Float, [-1, channels, side, side], samples.Calibrate())],
            Head = new FileReference(new string('0', 64), 1),
            Tail = new FileReference(new string('0', 64), 1),
            HeadMacs = 0, TailMacs = 0, HeadPeakBytes = 0, TailPeakBytes = 0,
            Codecs = [],
            Equality = new CutEquality(0, 1, 1),
        };
        foreach (var codec in CodecNames.Ladder)
        {
            var stream = FeatureStream.Encode([features], codec, cut);
            yield return Result(codec, features, stream.Length,
                Seconds(() => FeatureStream.Encode([features], codec, cut)), Seconds(() => FeatureStream.Decode(stream, cut)));
        }
        foreach (var level in ZstdLevels) yield return Zstd(features, cut, level);
    }

    /// <summary>The same symbols as int8, entropy-coded by zstd instead; quantising is part of the time.</summary>
    private static CodecResult Zstd(TensorData features, BundleCut cut, int level)
    {
        using var compressor = new Compressor(level);
        using var decompressor = new Decompressor();
        byte[] Encode() => compressor.Wrap(FeatureStream.Encode([features], CodecNames.Int8, cut)).ToArray();
        var stream = Encode();
        return Result($"int8+zstd-{level}", features, stream.Length, Seconds(() => Encode()), Seconds(() => FeatureStream.Decode(decompressor.Unwrap(stream), cut)));
    }

    private static CodecResult Result(string codec, TensorData features, long wire, double encode, double decode) => new(
        codec, $"[{string.Join(", ", features.Shape)}]", features.Bytes.Length, wire, wire * 8.0 / features.Count,
        features.Bytes.Length / encode / 1e6, features.Bytes.Length / decode / 1e6);

    /// <summary>The best of several: what the code can do, not what else the machine did.</summary>
    private static double Seconds(Action run)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < 3; i++) run();
        for (var i = 0; i < Repeats; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            for (var n = 0; n < 4; n++) run();
            best = Math.Min(best, TimeProvider.System.GetElapsedTime(start).TotalSeconds / 4);
        }
        return best;
    }

    /// <summary>A Laplace distribution with its negative half at 0, each channel of another width.</summary>
    private static TensorData Features(int seed, int channels, int side)
    {
        var random = new Random(seed);
        var values = new float[channels * side * side];
        for (var i = 0; i < values.Length; i++)
        {
            var u = random.NextDouble() - 0.5;
            var width = 0.1 + 2.0 * (i / (side * side)) / channels;
            values[i] = (float)Math.Max(0, -Math.Sign(u) * width * Math.Log(1 - 2 * Math.Abs(u) + 1e-12));
        }
        return new TensorData("features", TensorElementType.Float, [1, channels, side, side], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}
