using System.Collections.Immutable;
using System.Globalization;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// A run between two epochs: weights, optimizer state and how many steps were made, which is all that the next step depends on. The file is
/// an ONNX file without nodes, so that any ONNX viewer shows what is in it. It appears whole or not at all.
/// </summary>
public static class Checkpoint
{
    private const string StepsKey = "edgeactors.steps";
    private const string RunKey = "edgeactors.run";

    /// <param name="run">Names the run (seed, batch, schedule): a checkpoint of another one is refused.</param>
    public static void Write(string path, TrainStep step, string run)
    {
        var carried = step.Carried();
        var graph = new Graph("checkpoint", [], [.. carried.Select(t => t.Value)], [], [.. carried]);
        var metadata = ImmutableSortedDictionary<string, string>.Empty
            .Add(StepsKey, step.Steps.ToString(CultureInfo.InvariantCulture))
            .Add(RunKey, run);
        OnnxFile.Write(new Model(graph, step.Network.Opsets, step.Network.IrVersion) { Metadata = metadata }, path);
    }

    /// <summary>Sets the step to where the checkpoint stands.</summary>
    /// <exception cref="CheckpointException">It is of another network or of another run; the step is unchanged.</exception>
    public static void Resume(string path, TrainStep step, string run)
    {
        var model = OnnxFile.Read(path);
        if (!model.Metadata.TryGetValue(StepsKey, out var text) || !long.TryParse(text, CultureInfo.InvariantCulture, out var steps))
        {
            throw new CheckpointException($"'{path}' is an ONNX file but no checkpoint of a training run.");
        }

        var stored = model.Graph.Constants;
        foreach (var expected in step.Carried())
        {
            if (!stored.TryGetValue(expected.Name, out var tensor) || !tensor.Dims.SequenceEqual(expected.Dims))
            {
                throw new CheckpointException($"'{path}' is a checkpoint of another network: it has {(tensor is null ? "no" : tensor.Shape.ToString())} '{expected.Name}', expected {expected.Shape}.");
            }
        }

        if (model.Metadata.GetValueOrDefault(RunKey) is var other && other != run)
        {
            throw new CheckpointException($"'{path}' belongs to another run ({other}), not to this one ({run}). Give it another file, or remove it to start over.");
        }

        step.Restore(stored, steps);
    }
}
