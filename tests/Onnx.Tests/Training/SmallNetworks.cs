using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

/// <summary>Networks that train in milliseconds, and something for them to learn.</summary>
internal static class SmallNetworks
{
    public const int Classes = 3;
    public const int Side = 8;
    public const int PictureLength = 2 * Side * Side;

    public static Model Convolutional(long seed = 1, int width = 8)
    {
        var b = new NetworkBuilder("input", [2, Side, Side], seed);
        var x = b.Relu("first.relu", b.GroupNormalization("first.norm", b.MaxPool("first.pool", b.Convolution("first", b.Input, width, 3), 2), 2));
        x = b.Relu("second.relu", b.GroupNormalization("second.norm", b.Convolution("second", x, width, 3), 2));
        return b.Build("small", "logits", b.Linear("classifier", b.GlobalAveragePool("features", x), Classes));
    }

    /// <summary>Class 0 is brighter above, 1 brighter below, 2 neither.</summary>
    public sealed class Halves(int batchSize, int batches, long seed = 5) : IBatchSource
    {
        public int BatchSize => batchSize;

        public int BatchesPerEpoch => batches;

        public void Fill(int epoch, int batch, Span<float> inputs, Span<long> targets)
        {
            var random = new SeededRandom(seed, epoch, batch);
            for (var i = 0; i < batchSize; i++)
            {
                targets[i] = random.NextInt(Classes);
                for (var k = 0; k < PictureLength; k++)
                {
                    var above = k / Side % Side < Side / 2;
                    var bright = (targets[i] == 0 && above) || (targets[i] == 1 && !above);
                    inputs[i * PictureLength + k] = (float)(0.5 * random.NextNormal()) + (bright ? 1 : 0);
                }
            }
        }
    }
}
