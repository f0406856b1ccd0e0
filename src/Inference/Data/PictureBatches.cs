using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data;

/// <summary>
/// Batches of a picture set as the trainer takes them: pictures [batch, 3, height, width], normalised per channel, and
/// class indices [batch]. What batch <c>b</c> of epoch <c>e</c> holds depends on (seed, e, b) alone, so a resumed run sees
/// what an uninterrupted one would have seen. The last pictures that do not fill a batch wait for another epoch's order.
/// </summary>
public sealed class PictureBatches : IBatchSource
{
    private readonly PictureSet _set;
    private readonly Augmentation _augmentation;
    private readonly float[][] _scale;
    private readonly long _seed;
    private int[] _order = [];
    private int _orderedEpoch = -1;

    public PictureBatches(PictureSet set, int batchSize, Augmentation augmentation, ChannelNormalization normalization, long seed)
    {
        if (set.Count < batchSize)
        {
            throw new DataSetException($"A batch of {batchSize} can't be filled: {set.Name} has {set.Count} pictures.");
        }

        (_set, BatchSize, _augmentation, _seed) = (set, batchSize, augmentation, seed);
        _scale = normalization.Tables();
    }

    public int BatchSize { get; }

    public int BatchesPerEpoch => _set.Count / BatchSize;

    /// <summary>How many pictures of the set each class has.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[_set.Labels.Count];
        foreach (var one in _set.Classes)
        {
            counts[one]++;
        }

        return counts;
    }

    /// <summary>Which pictures of the set a batch holds, in its order.</summary>
    public ReadOnlySpan<int> Indices(int epoch, int batch)
    {
        if (_orderedEpoch != epoch)
        {
            _order = new SeededRandom(_seed, epoch).Permutation(_set.Count);
            _orderedEpoch = epoch;
        }

        return _order.AsSpan(batch * BatchSize, BatchSize);
    }

    public void Fill(int epoch, int batch, Span<float> inputs, Span<long> targets)
    {
        var indices = Indices(epoch, batch);
        for (var i = 0; i < BatchSize; i++)
        {
            var index = indices[i];
            var random = new SeededRandom(_seed, epoch, 1 + index);
            _augmentation.Apply(_set.Picture(index), inputs.Slice(i * _set.PictureLength, _set.PictureLength), _set.Height, _set.Width, _scale, ref random);
            targets[i] = _set.Classes[index];
        }
    }
}
