namespace EdgeActors.Gateway.OpenInference;

/// <summary>A model that the Open Inference Protocol can call.</summary>
public abstract class ServedModel(string name, string version, string platform)
{
    public string Name { get; } = name;

    public string Version { get; } = version;

    /// <summary>As other servers name it, e.g. <c>onnx_onnxv1</c>.</summary>
    public string Platform { get; } = platform;

    public abstract IReadOnlyList<TensorSignature> Inputs { get; }

    public abstract IReadOnlyList<TensorSignature> Outputs { get; }

    /// <summary>Names of the classes of an output, for the classification extension; empty where there are none.</summary>
    public virtual IReadOnlyList<string> Labels => [];

    public ModelStatistics Statistics { get; } = new();

    /// <summary>Keeps nothing of the inputs: their memory is used again when this has returned.</summary>
    /// <exception cref="InferenceProblem">An input is missing, of another type or shape, or can't be read.</exception>
    public abstract Task<ModelAnswer> RunAsync(IReadOnlyList<InferTensor> inputs, CancellationToken cancel);

    /// <summary>The input of this name; every input of the signature must be there, and no other.</summary>
    protected void CheckNames(IReadOnlyList<InferTensor> inputs)
    {
        if (inputs.FirstOrDefault(input => Inputs.All(known => known.Name != input.Name)) is { } unknown)
            throw InferenceProblem.Invalid($"unexpected input '{unknown.Name}' for model '{Name}': it has {string.Join(", ", Inputs.Select(known => known.Name))}");
        if (Inputs.FirstOrDefault(known => inputs.All(input => input.Name != known.Name)) is { } missing)
            throw InferenceProblem.Invalid($"input '{missing.Name}' is missing for model '{Name}'");
    }
}
