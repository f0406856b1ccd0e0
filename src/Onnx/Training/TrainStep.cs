using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training.Blocked;
using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// Runs a <see cref="TrainStepGraph"/>. Weights and optimizer state live in two sets of buffers that change places after every step: the engine
/// reads one and writes the other, nothing is copied. Fill <see cref="Input{T}"/>, then <see cref="Run"/>. Not for several threads at once.
/// </summary>
public sealed class TrainStep : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly ImmutableArray<Value> _carried;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _fixedInputs;
    private readonly OrtValue[] _fixedOutputs;
    private readonly Dictionary<string, OrtValue> _byName = [];
    private readonly bool _updates;
    private OrtValue[] _current;
    private OrtValue[] _next;

    /// <param name="network">The forward graph with the weights to start from.</param>
    /// <param name="threads">Of the engine within this step.</param>
    public TrainStep(Model network, TrainStepOptions options, int batchSize, int threads = 1)
    {
        Network = network;
        Graph = TrainStepGraph.Build(network, options, batchSize);
        _updates = options.Optimizer is not null;
        using var settings = EngineSettings.For(threads);
        _session = new InferenceSession(OnnxFile.ToBytes(BlockedLayout.Apply(Graph.Model, BlockSize.OfThisMachine)), settings);
        var inputs = Graph.Model.Graph.Inputs.ToDictionary(i => i.Name);
        string[] carried = [.. Graph.Weights.SelectMany(w => w.Carried), .. Graph.Running.Select(r => r.Name)];
        string[] others = [.. inputs.Keys.Except(carried)];
        _carried = [.. carried.Select(name => inputs[name])];
        _current = [.. _carried.Select(Allocate)];
        _next = _updates ? [.. _carried.Select(Allocate)] : [];
        _fixedInputs = [.. others.Select(name => Allocate(inputs[name]))];
        string[] reported = [TrainStepGraph.LossOutput, TrainStepGraph.NormOutput, .. _updates ? [] : Graph.Weights.Select(w => w.Name + ".gradient")];
        _fixedOutputs = [.. reported.Select(name => Allocate(Graph.Model.Graph.Outputs.Single(o => o.Name == name)))];
        _inputNames = [.. others, .. carried];
        _outputNames = [.. reported, .. _updates ? carried.Select(name => name + ".next") : []];
        foreach (var (name, value) in others.Zip(_fixedInputs).Concat(reported.Zip(_fixedOutputs)))
        {
            _byName[name] = value;
        }

        Reset(network);
    }

    /// <summary>The network as it was given, with the weights it started from.</summary>
    public Model Network { get; }

    public TrainStepGraph Graph { get; }

    /// <summary>Steps since the start, over all runs that this one resumed.</summary>
    public long Steps { get; private set; }

    /// <summary>The buffer of an input: a batch, targets, <c>W.correction</c>, <c>W.anchor</c>. Row major; stays filled until written again.</summary>
    public Span<T> Input<T>(string name) where T : unmanaged => Buffer(name).GetTensorMutableDataAsSpan<T>();

    /// <summary>A weight as it is now, a running statistic, or a weight's state ("W.momentum"). The span is valid until the next step.</summary>
    public Span<float> Weight(string name) => _current[Index(name)].GetTensorMutableDataAsSpan<float>();

    /// <summary>The gradient of a weight from the last step; only of a step without an optimizer.</summary>
    public ReadOnlySpan<float> Gradient(string weight) => Buffer(weight + ".gradient").GetTensorDataAsSpan<float>();

    /// <param name="rate">The learning rate; without meaning where there is no optimizer.</param>
    public StepResult Run(float rate)
    {
        if (_updates)
        {
            Input<float>(TrainStepGraph.Rate)[0] = rate;
            Input<float>(TrainStepGraph.Count)[0] = Steps + 1;
        }

        _session.Run(_run, _inputNames, [.. _fixedInputs, .. _current], _outputNames, [.. _fixedOutputs, .. _next]);
        if (_updates)
        {
            (_current, _next) = (_next, _current);
            Steps++;
        }

        return new StepResult(_fixedOutputs[0].GetTensorDataAsSpan<float>()[0], _fixedOutputs[1].GetTensorDataAsSpan<float>()[0]);
    }

    /// <summary>The network with the weights as they are now.</summary>
    public Model Trained()
    {
        var weights = Graph.Weights.Select(w => w.Weight).Concat(Graph.Running).ToDictionary(v => v.Name, v => Tensor.From(v.Name, v.Shape!.Sizes(), Weight(v.Name)));
        return Network with { Graph = Network.Graph.WithConstants(weights) };
    }

    /// <summary>Takes the weights of <paramref name="network"/>, forgets the optimizer's state and starts counting from 0.</summary>
    public void Reset(Model network)
    {
        for (var i = 0; i < _carried.Length; i++)
        {
            var buffer = _current[i].GetTensorMutableDataAsSpan<float>();
            if (network.Graph.Constants.TryGetValue(_carried[i].Name, out var tensor))
            {
                tensor.As<float>().CopyTo(buffer);
            }
            else
            {
                buffer.Clear();
            }
        }

        Steps = 0;
    }

    /// <summary>Weights and state by name, copied: what a resumed run needs.</summary>
    internal IReadOnlyList<Tensor> Carried() => [.. _carried.Select(v => Tensor.From(v.Name, v.Shape!.Sizes(), Weight(v.Name)))];

    internal void Restore(IReadOnlyDictionary<string, Tensor> carried, long steps)
    {
        foreach (var value in _carried)
        {
            carried[value.Name].As<float>().CopyTo(Weight(value.Name));
        }

        Steps = steps;
    }

    public void Dispose()
    {
        _session.Dispose();
        _run.Dispose();
        foreach (var value in _fixedInputs.Concat(_fixedOutputs).Concat(_current).Concat(_next))
        {
            value.Dispose();
        }
    }

    private static OrtValue Allocate(Value value) => ZeroTensor.Of(value);

    private OrtValue Buffer(string name) => _byName.TryGetValue(name, out var value)
        ? value
        : throw new ArgumentException($"The train step has no input or gradient '{name}'. It has {string.Join(", ", _byName.Keys)}.", nameof(name));

    private int Index(string name)
    {
        for (var i = 0; i < _carried.Length; i++)
        {
            if (_carried[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"'{name}' is not trained in this step.", nameof(name));
    }
}
