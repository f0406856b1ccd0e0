using System.Buffers.Binary;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// The tensors of a cut as bytes on the wire:
/// <code>
/// magic 2 · version 1 · tensors 1
/// each tensor: coding 1 · element type 1 · rank 1 · dimensions (LEB128) · payload length (LEB128) · payload
/// CRC-32C of all before, 4
/// </code>
/// Names are not sent: the tensors stand in the order of the bundle's cut. A tensor that the codec cannot take (an index, a mask) goes as it
/// is. What is said of a codec's size always counts all of this. The code of a learned bottleneck has a shorter form: <see cref="CodeStream"/>.
/// </summary>
public static class FeatureStream
{
    public const byte Version = 1;

    private const ushort Magic = 0xEAF5;
    private const int ChecksumBytes = 4;
    private const int SmallestBytes = 4 + ChecksumBytes;

    /// <summary>
    /// Of all tensors of a stream, unpacked. A few bytes of entropy code can stand for gigabytes of one value, and a device that means harm
    /// sends them; the largest cut of the models here has 1 MB.
    /// </summary>
    private const long LargestBytes = 256L << 20;

    /// <param name="tensors">In the order of the cut.</param>
    /// <param name="codec">One of <see cref="CodecNames.Ladder"/>, or of a code's rates.</param>
    /// <param name="calibrations">By tensor name; the clipping codecs and codes need them.</param>
    /// <exception cref="CodecException">Unknown codec, or a calibration that it needs is missing.</exception>
    public static byte[] Encode(
        IReadOnlyList<TensorData> tensors, string codec, IReadOnlyDictionary<string, TensorCalibration>? calibrations = null)
    {
        if (CodecNames.IsCode(codec))
            return CodeStream.Encode(tensors.Count == 1 ? tensors[0] : throw NotOneCode(tensors), codec, calibrations?.GetValueOrDefault(tensors[0].Name));
        var chosen = TensorCodings.Named(codec);
        var stream = new WireWriter(SmallestBytes + tensors.Sum(t => t.Bytes.Length + 32));
        stream.Byte(Magic >> 8);
        stream.Byte(Magic & 0xFF);
        stream.Byte(Version);
        stream.Byte(checked((byte)tensors.Count));
        foreach (var tensor in tensors)
        {
            var coding = chosen.Takes(tensor) ? chosen : TensorCodings.Plain;
            var payload = new WireWriter(tensor.Bytes.Length);
            coding.Encode(tensor, calibrations?.GetValueOrDefault(tensor.Name), payload);
            stream.Byte(coding.WireId);
            new TensorHeader(tensor.ElementType, tensor.Shape).Write(stream);
            stream.VarInt(payload.Length);
            stream.Bytes(payload.Written);
        }
        stream.UInt32(Crc32C.Of(stream.Written));
        return stream.Written.ToArray();
    }

    /// <summary>For a cut, in its order and with its calibration.</summary>
    public static byte[] Encode(IReadOnlyList<TensorData> tensors, string codec, BundleCut cut) => Encode(
        [.. cut.Tensors.Select(c => tensors.FirstOrDefault(t => t.Name == c.Name)
            ?? throw new CodecException(CodecException.Mismatch, $"The head gave no tensor {c.Name} for cut {cut.Id}."))],
        codec,
        cut.Tensors.Where(t => t.Calibration is not null).ToDictionary(t => t.Name, t => t.Calibration!));

    /// <returns>Tensors named <c>0</c>, <c>1</c>, … in the order they were written.</returns>
    /// <exception cref="CodecException">Truncated, damaged, or from a newer program.</exception>
    public static IReadOnlyList<TensorData> Decode(ReadOnlySpan<byte> stream) => DecodeFor(stream, null);

    private static TensorData[] DecodeFor(ReadOnlySpan<byte> stream, IReadOnlyList<CutTensor>? cut)
    {
        if (CodeStream.Is(stream)) return [CodeStream.Decode(stream, cut is { Count: > 0 } ? cut[0].Calibration : null)];
        var reader = new WireReader(Checked(stream));
        reader.Take(3);
        var tensors = new TensorData[reader.Byte()];
        var room = LargestBytes;
        for (var i = 0; i < tensors.Length; i++)
        {
            var coding = TensorCodings.Numbered(reader.Byte());
            var header = TensorHeader.Read(ref reader);
            // Before any memory is taken for it.
            if (cut is not null && (i >= cut.Count || !cut[i].Spec.Accepts(header.ElementType, header.Shape)))
                throw OfAnotherCut(i, header, cut);
            if ((room -= header.ByteCount) < 0) throw WireReader.Corrupt($"it unpacks to more than {LargestBytes} bytes");
            var payload = reader.Take(reader.Length());
            tensors[i] = new TensorData(i.ToString(), header.ElementType, header.Shape, coding.Decode(header, cut?[i].Calibration, payload));
        }
        return reader.Left == 0 ? tensors : throw WireReader.Corrupt($"{reader.Left} bytes follow its last tensor");
    }

    /// <summary>For a cut: the tensors get its names, and must have its types and shapes.</summary>
    /// <exception cref="CodecException">Also where the stream is sound but of another cut.</exception>
    public static IReadOnlyList<TensorData> Decode(ReadOnlySpan<byte> stream, BundleCut cut)
    {
        var tensors = DecodeFor(stream, cut.Tensors);
        if (tensors.Length != cut.Tensors.Count || !tensors.Zip(cut.Tensors).All(t => t.Second.Spec.Accepts(t.First)))
            throw new CodecException(CodecException.Mismatch,
                $"The features are {string.Join("; ", tensors)}, cut {cut.Id} needs {string.Join("; ", cut.Tensors.Select(t => t.Spec))}: agree on the bundle again.");
        return [.. tensors.Zip(cut.Tensors, (tensor, named) => tensor.Named(named.Name))];
    }

    private static CodecException NotOneCode(IReadOnlyList<TensorData> tensors) =>
        new(CodecException.Mismatch, $"A code is one tensor, not {(tensors.Count == 0 ? "none" : string.Join("; ", tensors))}: choose a codec of this cut.");

    private static CodecException OfAnotherCut(int index, TensorHeader header, IReadOnlyList<CutTensor> cut) => new(
        CodecException.Mismatch,
        $"Tensor {index} of the features is {TensorData.Describe(header.ElementType, header.Shape)}, the cut needs {string.Join("; ", cut.Select(t => t.Spec))}: agree on the bundle again.");

    /// <summary>Everything but the checksum, after it has been found right.</summary>
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < SmallestBytes)
            throw new CodecException(CodecException.Truncated, $"A feature stream has at least {SmallestBytes} bytes, this one {stream.Length}: send the features again.");
        if (BinaryPrimitives.ReadUInt16BigEndian(stream) != Magic) throw WireReader.Corrupt("it does not begin like one");
        if (stream[2] != Version)
            throw new CodecException(CodecException.VersionUnknown,
                $"The feature stream has version {stream[2]}, this program reads {Version}: update it, or propose another codec.");
        var body = stream[..^ChecksumBytes];
        return Crc32C.Of(body) == BinaryPrimitives.ReadUInt32LittleEndian(stream[^ChecksumBytes..]) ? body : throw WireReader.Corrupt("its checksum does not match");
    }
}
