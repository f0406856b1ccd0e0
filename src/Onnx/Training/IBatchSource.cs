namespace EdgeActors.Onnx.Training;

/// <summary>Labelled batches, the same for the same (epoch, batch) however often and in whatever order they are asked for.</summary>
public interface IBatchSource
{
    int BatchSize { get; }

    int BatchesPerEpoch { get; }

    /// <param name="epoch">From 0.</param>
    /// <param name="batch">From 0, below <see cref="BatchesPerEpoch"/>.</param>
    /// <param name="inputs">The network's input, [batch, ...] row major.</param>
    /// <param name="targets">The class of each example.</param>
    void Fill(int epoch, int batch, Span<float> inputs, Span<long> targets);
}
