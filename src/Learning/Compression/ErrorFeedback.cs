using System.Numerics.Tensors;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// Adds what earlier rounds lost to the next update before it is compressed (Seide et al. 2014; Karimireddy et al. 2019). The residual is state: a device
/// that forgets it loses that much training, so it is kept with the device's data, and its digest goes with the update.
/// </summary>
public sealed class ErrorFeedback
{
    private readonly IUpdateCodec _codec;

    /// <param name="residual">From the last round; zeros at first.</param>
    /// <exception cref="ArgumentException">The codec is unbiased: see <see cref="IUpdateCodec.Unbiased"/>.</exception>
    public ErrorFeedback(IUpdateCodec codec, float[] residual)
    {
        if (codec.Unbiased) throw new ArgumentException($"{codec.Name} is unbiased: error feedback would add its rounding noise up; use it plainly");
        _codec = codec;
        Residual = residual;
    }

    public float[] Residual { get; private set; }

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed)
    {
        if (update.Length != Residual.Length) throw new ArgumentException($"{update.Length} numbers for a residual of {Residual.Length}");
        var wanted = new float[update.Length];
        TensorPrimitives.Add(update, Residual, wanted);
        var bytes = _codec.Encode(wanted, seed);
        var sent = new float[update.Length];
        _codec.Decode(bytes, sent, seed);
        TensorPrimitives.Subtract(wanted, sent, wanted);
        Residual = wanted;
        return bytes;
    }
}
