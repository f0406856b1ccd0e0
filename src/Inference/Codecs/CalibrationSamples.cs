using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Codecs;

/// <summary>Activations of one tensor, channel by channel, thinned evenly so that hundreds of examples stay small.</summary>
public sealed class CalibrationSamples
{
    // Of one example and channel. Neighbouring positions of a feature map say much the same.
    private const int MostPerChannel = 48;

    /// <summary>λ per number of bits: fewer levels go with a higher price of a bit. Measured; see <c>docs/design/split.md</c>.</summary>
    private static readonly (int Bits, double Lambda)[] Ladder = [(4, 0.004), (3, 0.03), (2, 0.12)];

    // Of whole maps kept for the frequencies: a few dozen examples of a large feature map.
    private const long MostMapValues = 8_000_000;

    private List<float>[] _channels = [];
    private readonly List<(float[] Values, FeatureMaps Layout)> _maps = [];
    private long _mapValues;

    public int Examples { get; private set; }

    /// <param name="activations">Float32, <c>[N, C, ...]</c>; of a lower rank it counts as one channel.</param>
    public void Add(TensorData activations)
    {
        var values = activations.Floats;
        var shape = activations.Shape;
        var (examples, channels) = shape.Length > 2 ? ((int)shape[0], (int)shape[1]) : (shape.Length > 0 ? (int)shape[0] : 1, 1);
        if (_channels.Length == 0) _channels = [.. Enumerable.Range(0, channels).Select(_ => new List<float>())];
        if (channels != _channels.Length)
            throw new ArgumentException($"{activations} has {channels} channels, those before it {_channels.Length}.", nameof(activations));

        if (FeatureMaps.Of(shape) is { } layout && _mapValues + values.Length <= MostMapValues)
        {
            _maps.Add((values.ToArray(), layout));
            _mapValues += values.Length;
        }
        var plane = values.Length / (examples * channels);
        var step = Math.Max(1, plane / MostPerChannel);
        for (var n = 0; n < examples; n++, Examples++)
            for (var c = 0; c < channels; c++)
            {
                var map = values.Slice((n * channels + c) * plane, plane);
                for (var p = Examples % step; p < plane; p += step) _channels[c].Add(map[p]);
            }
    }

    /// <param name="importance">Per channel, how much a squared error there matters to the task; null: all alike.</param>
    public TensorCalibration Calibrate(IReadOnlyList<double>? importance = null)
    {
        if (Examples == 0) throw new InvalidOperationException("A calibration needs at least one example: add activations first.");
        var channels = _channels.Select(c => c.ToArray()).ToArray();
        return new TensorCalibration(Examples, [.. Ladder.Select(l => QuantiserDesign.Design(channels, _maps, l.Bits, l.Lambda, importance))]);
    }
}
