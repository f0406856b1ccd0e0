using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Inference.Sessions;

/// <summary>
/// One ONNX Runtime session for a whole model or one side of a cut. <see cref="Run"/> may be called from several threads at once;
/// results are copied out of the runtime's memory, so nothing the caller holds depends on the session.
/// </summary>
public sealed class PartitionSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _outputNames;
    private readonly RunOptions _runOptions = new();

    /// <exception cref="SessionException">The file is missing, not an ONNX graph, or asks for more than this runtime can do.</exception>
    public PartitionSession(string path, PartitionSessionOptions? options = null)
        : this(o => new InferenceSession(path, o), path, options)
    {
    }

    /// <param name="model">An ONNX file in memory.</param>
    /// <param name="name">What error messages call it.</param>
    public PartitionSession(byte[] model, string name, PartitionSessionOptions? options = null)
        : this(o => new InferenceSession(model, o), name, options)
    {
    }

    private PartitionSession(Func<SessionOptions, InferenceSession> open, string name, PartitionSessionOptions? options)
    {
        Name = name;
        try
        {
            using var sessionOptions = OptionsFor(options ?? new PartitionSessionOptions());
            _session = open(sessionOptions);
        }
        catch (OnnxRuntimeException e)
        {
            throw new SessionException(SessionException.LoadFailed, $"ONNX Runtime cannot load {name}: {e.Message}", e);
        }
        Inputs = Specs(_session.InputNames, _session.InputMetadata);
        Outputs = Specs(_session.OutputNames, _session.OutputMetadata);
        _outputNames = [.. Outputs.Select(o => o.Name)];
        CanBatch = Inputs.Count > 0 && Inputs.All(i => i.HasFreeBatch) && Outputs.All(o => o.HasFreeBatch);
    }

    public string Name { get; }
    public IReadOnlyList<TensorSpec> Inputs { get; }
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>What the file says of itself beside the graph.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Every input and output has a free axis 0, so requests can share a run.</summary>
    public bool CanBatch { get; }

    /// <param name="inputs">By name, in any order; those the graph does not ask for are an error, since they mean another cut.</param>
    /// <returns>In the order of <see cref="Outputs"/>.</returns>
    /// <exception cref="SessionException">A tensor is missing, of another type or shape, or an operator failed.</exception>
    public IReadOnlyList<TensorData> Run(IReadOnlyList<TensorData> inputs)
    {
        Check(inputs);
        var pins = new List<GCHandle>(inputs.Count);
        var values = new List<OrtValue>(inputs.Count);
        try
        {
            foreach (var input in inputs) values.Add(Borrow(input, pins));
            using var results = _session.Run(_runOptions, [.. inputs.Select(i => i.Name)], values, _outputNames);
            return [.. results.Select((value, i) => CopyOut(_outputNames[i], value))];
        }
        catch (OnnxRuntimeException e)
        {
            throw new SessionException(SessionException.RunFailed, $"{Name} failed to run: {e.Message}", e);
        }
        finally
        {
            foreach (var value in values) value.Dispose();
            foreach (var pin in pins) pin.Free();
        }
    }

    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private void Check(IReadOnlyList<TensorData> inputs)
    {
        foreach (var spec in Inputs)
        {
            var given = inputs.FirstOrDefault(t => t.Name == spec.Name)
                ?? throw Mismatch($"input {spec} is missing, got {(inputs.Count == 0 ? "none" : string.Join("; ", inputs))}");
            if (!spec.Accepts(given)) throw Mismatch($"input {spec} does not take {given}");
        }
        if (inputs.Count != Inputs.Count) throw Mismatch($"it takes {string.Join("; ", Inputs)}, not {string.Join("; ", inputs)}");

        SessionException Mismatch(string what) => new(SessionException.InputMismatch, $"{Name}: {what}. Check that both sides use the same cut.");
    }

    /// <summary>The runtime reads the caller's array in place; the pin holds it for the run.</summary>
    private static OrtValue Borrow(TensorData tensor, List<GCHandle> pins)
    {
        var pin = GCHandle.Alloc(tensor.Bytes, GCHandleType.Pinned);
        pins.Add(pin);
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, tensor.ElementType, tensor.Shape, pin.AddrOfPinnedObject(), tensor.Bytes.Length);
    }

    private static TensorData CopyOut(string name, OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return new TensorData(name, info.ElementDataType, info.Shape, value.GetTensorMutableRawData().ToArray());
    }

    private static TensorSpec[] Specs(IReadOnlyList<string> names, IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        [.. names.Select(n => new TensorSpec(n, metadata[n].ElementDataType, [.. metadata[n].Dimensions.Select(d => (long)d)]))];

    private static SessionOptions OptionsFor(PartitionSessionOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            EnableCpuMemArena = options.KeepMemory,
        };
        // Spinning between runs burns the core that the other tiers of a shared machine need.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return session;
    }
}
