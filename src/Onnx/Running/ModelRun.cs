using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = EdgeActors.Onnx.Graphs.Tensor;

namespace EdgeActors.Onnx.Running;

/// <summary>Runs a model in memory on the stock ONNX Runtime: for checks and for learning shapes, not for serving.</summary>
public sealed class ModelRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly string[] _outputs;

    /// <param name="threads">Threads within an operator.</param>
    /// <param name="optimize">False runs the graph node by node as written.</param>
    /// <exception cref="OnnxFormatException">The runtime refuses the model: the message says why.</exception>
    public ModelRun(Model model, int threads = 1, bool optimize = true)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
        };
        _outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        try
        {
            _session = Open(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw EngineRefusal.Of(model, e);
        }
    }

    /// <summary>The outputs by name. Outputs that are no tensors of numbers are left out.</summary>
    public ImmutableDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var names = inputs.Keys.Where(_session.InputMetadata.ContainsKey).ToArray();
        var feeds = new List<OrtValue>();
        try
        {
            foreach (string name in names) feeds.Add(ToOrt(inputs[name]));
            using var results = _session.Run(_options, names, feeds, _outputs);
            var outputs = ImmutableDictionary.CreateBuilder<string, Tensor>();
            for (int i = 0; i < _outputs.Length; i++)
                if (FromOrt(_outputs[i], results[i]) is { } tensor) outputs[_outputs[i]] = tensor;
            return outputs.ToImmutable();
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxFormatException($"the model fails when it runs: {EngineRefusal.Reason(e.Message)}", e);
        }
        finally
        {
            foreach (var feed in feeds) feed.Dispose();
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private static InferenceSession Open(Model model, SessionOptions options)
    {
        bool inFile = model.Graph.Initializers.Any(t => t.External is not null)
            || model.Graph.Initializers.Sum(t => t.ByteLength) > int.MaxValue / 2;
        if (!inFile) return new(OnnxFile.ToBytes(model), options);

        // Beside its external data, so that the weights are mapped from where they lie instead of copied.
        string? data = model.Graph.Initializers.Select(t => t.External?.Path).FirstOrDefault(p => p is not null);
        string folder = data is null ? Path.GetTempPath() : Path.GetDirectoryName(data)!;
        string path = Path.Combine(folder, $".{Guid.NewGuid():n}.onnx");
        try
        {
            OnnxFile.Write(model, path);
            return new(path, options);
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + ".data");
        }
    }

    private static OrtValue ToOrt(Tensor tensor)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, (TensorElementType)tensor.Type, [.. tensor.Dims]);
        tensor.Bytes.Span.CopyTo(value.GetTensorMutableRawData());
        return value;
    }

    private static Tensor? FromOrt(string name, OrtValue value)
    {
        if (!value.IsTensor) return null;
        var type = value.GetTensorTypeAndShape();
        if (type.ElementDataType == TensorElementType.String) return null;
        return Tensor.FromBytes(name, (ElementType)type.ElementDataType, type.Shape, value.GetTensorMutableRawData().ToArray());
    }
}
