using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// An ONNX model run whole on this host. Where its manifest says how a picture becomes its input, that input also takes encoded pictures
/// as BYTES, in binary or as base64, so that curl can post a photo.
/// </summary>
public sealed class OnnxModel : ServedModel, IDisposable
{
    private readonly PartitionSession _session;
    private readonly ModelManifest? _manifest;

    public OnnxModel(string name, string version, PartitionSession session, ModelManifest? manifest = null)
        : base(name, version, "onnx_onnxv1")
    {
        (_session, _manifest) = (session, manifest);
        Inputs = [.. session.Inputs.Select(Signature)];
        Outputs = [.. session.Outputs.Select(Signature)];
    }

    public override IReadOnlyList<TensorSignature> Inputs { get; }

    public override IReadOnlyList<TensorSignature> Outputs { get; }

    public override IReadOnlyList<string> Labels => _manifest?.Labels ?? [];

    public override Task<ModelAnswer> RunAsync(IReadOnlyList<InferTensor> inputs, CancellationToken cancel)
    {
        CheckNames(inputs);
        var tensors = inputs.Select(ToTensor).ToList();
        // On the pool's thread that has read the body: another one would be no freer, and the way there costs as much as a small model.
        return Task.FromResult(Run(tensors));
    }

    public void Dispose() => _session.Dispose();

    private ModelAnswer Run(IReadOnlyList<TensorData> inputs)
    {
        try
        {
            return new([.. _session.Run(inputs).Select(output => InferTensor.OfNumbers(output.Name, DataType.Of(output.ElementType), output.Shape, output.Bytes))]);
        }
        catch (SessionException e)
        {
            throw InferenceProblem.Invalid(e.Message);
        }
    }

    private TensorData ToTensor(InferTensor input)
    {
        var wanted = _session.Inputs.First(known => known.Name == input.Name);
        if (input.Type == DataType.Bytes && _manifest?.Picture is { } picture && picture.Tensor == input.Name)
            return Pictures(input, picture);
        if (input.Type.Element != wanted.ElementType)
            throw InferenceProblem.Invalid($"input '{input.Name}' is {input.Type.Name}, and the model takes {DataType.Of(wanted.ElementType).Name}");
        return new(input.Name, wanted.ElementType, input.Shape, input.Raw);
    }

    /// <summary>One picture after another along the batch axis.</summary>
    private static TensorData Pictures(InferTensor input, PictureInput picture)
    {
        if (input.Elements.Count == 0)
            throw InferenceProblem.Invalid($"input '{input.Name}' holds no picture");
        try
        {
            var tensors = input.Elements.Select(encoded => picture.ToTensor(PictureDecoder.Decode(Base64Text.Picture(encoded)))).ToList();
            return new(input.Name, tensors[0].ElementType, [tensors.Count, .. tensors[0].Shape[1..]], [.. tensors.SelectMany(tensor => tensor.Bytes)]);
        }
        catch (PictureException e)
        {
            throw InferenceProblem.Invalid($"input '{input.Name}': {e.Message}");
        }
    }

    private static TensorSignature Signature(TensorSpec spec) => new(spec.Name, DataType.Of(spec.ElementType).Name, spec.Shape);
}
