using System.Numerics.Tensors;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// One move of the global model as it goes down to the devices: a compressed difference. The cloud moves its own model by the same decoded
/// difference, so cloud and devices never drift apart, and what the compression lost waits in the residual for the next step (DoubleSqueeze,
/// Tang et al. 2019).
/// </summary>
public sealed class ModelStep(IUpdateCodec codec)
{
    /// <param name="model">The current global model; becomes the next one.</param>
    /// <param name="target">Where the server optimizer wants the model to be.</param>
    /// <param name="residual">Of earlier steps; for a codec that is unbiased it is left alone. Changed in place.</param>
    /// <returns>The difference's bytes.</returns>
    public byte[] Take(Span<float> model, ReadOnlySpan<float> target, Span<float> residual, Seed seed)
    {
        var wanted = new float[model.Length];
        TensorPrimitives.Subtract(target, model, wanted);
        if (!codec.Unbiased) TensorPrimitives.Add(wanted, residual, wanted);
        var bytes = codec.Encode(wanted, seed);
        var sent = new float[model.Length];
        codec.Decode(bytes, sent, seed);
        TensorPrimitives.Add(model, sent, model);
        if (!codec.Unbiased) TensorPrimitives.Subtract(wanted, sent, residual);
        return bytes;
    }

    /// <summary>The device's side: moves its copy of the model by a difference.</summary>
    /// <exception cref="FormatException">The bytes are not a difference of this model in this codec.</exception>
    public void Follow(Span<float> model, ReadOnlySpan<byte> bytes, Seed seed)
    {
        var sent = new float[model.Length];
        codec.Decode(bytes, sent, seed);
        TensorPrimitives.Add(model, sent, model);
    }
}
