using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Strategies;

namespace EdgeActors.Learning.Rounds;

/// <summary>
/// All that one round hands to the next: the model, and everything without which a resumed run would take another path. Arrays are never changed
/// after construction.
/// </summary>
/// <param name="Version">Rounds committed.</param>
/// <param name="Model">The weights, flat in the order of the model's layout.</param>
/// <param name="Control">SCAFFOLD's c; empty for other strategies.</param>
/// <param name="Residual">What the model's way down has not delivered yet; empty when nothing is lost.</param>
/// <param name="Clip">L2 norm for the next round's updates.</param>
public sealed record GlobalState(int Version, float[] Model, OptimizerState Optimizer, float[] Control, float[] Residual, double Clip)
{
    private const uint Magic = 0x31534745; // "EGS1"
    private const int HeaderBytes = 28;

    public static GlobalState Start(TrainingPlan plan, float[] weights) => new(
        0,
        weights,
        plan.Strategy.ServerOptimizer().Start(weights.Length),
        plan.Strategy.Kind == StrategyKind.Scaffold ? new float[weights.Length] : [],
        plan.Down.DownCodec().Unbiased ? [] : new float[weights.Length],
        plan.Ring.Clip);

    /// <summary>SHA-256 of the weights as float32, little endian: what two runs compare.</summary>
    public string ModelDigest => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(Model)));

    /// <summary>The weights as float32, little endian.</summary>
    public byte[] ModelBytes() => MemoryMarshal.AsBytes<float>(Model).ToArray();

    /// <summary>The control variate as float32, little endian.</summary>
    public byte[] ControlBytes() => MemoryMarshal.AsBytes<float>(Control).ToArray();

    /// <summary>Everything but the weights, which are a blob of their own because devices fetch them.</summary>
    public byte[] RestBytes()
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Model.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), Control.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), Residual.Length);
        BinaryPrimitives.WriteDoubleLittleEndian(header.AsSpan(20), Clip);
        return [.. header, .. MemoryMarshal.AsBytes<float>(Control), .. MemoryMarshal.AsBytes<float>(Residual), .. Optimizer.ToBytes()];
    }

    /// <exception cref="FormatException">The bytes are not such a state, or not the one of these weights.</exception>
    public static GlobalState FromBytes(ReadOnlySpan<byte> model, ReadOnlySpan<byte> rest)
    {
        if (rest.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(rest) != Magic)
            throw new FormatException("the bytes are no global state of a training run: they do not begin with EGS1");
        var parameters = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        var control = BinaryPrimitives.ReadInt32LittleEndian(rest[12..]);
        var residual = BinaryPrimitives.ReadInt32LittleEndian(rest[16..]);
        if (model.Length != 4L * parameters) throw new FormatException($"the state belongs to a model of {parameters} parameters, the weights have {model.Length} bytes");
        if (control < 0 || residual < 0 || rest.Length < HeaderBytes + 4L * (control + (long)residual))
            throw new FormatException($"a state with {control} control variates and {residual} residuals does not fit {rest.Length} bytes");
        var floats = MemoryMarshal.Cast<byte, float>(rest.Slice(HeaderBytes, 4 * (control + residual)));
        return new GlobalState(
            BinaryPrimitives.ReadInt32LittleEndian(rest[4..]),
            MemoryMarshal.Cast<byte, float>(model).ToArray(),
            OptimizerState.FromBytes(rest[(HeaderBytes + 4 * (control + residual))..]),
            floats[..control].ToArray(),
            floats[control..].ToArray(),
            BinaryPrimitives.ReadDoubleLittleEndian(rest[20..]));
    }
}
