using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Gradients;

public sealed class LargeGatherTests
{
    /// <summary>Large enough that a one-hot matrix would be mostly zeros: rows are added one by one instead.</summary>
    [Fact]
    public void Each_row_of_a_large_table_gets_the_sum_over_the_places_it_was_taken_to()
    {
        const int rows = 6000, places = 3000, width = 2;
        var values = new SeededRandom(3).NextNormals(rows * width, 1);
        var g = new GraphBuilder("gather");
        var ids = g.Input("ids", ElementType.Int64, ["batch", places]);
        g.Output(g.Gather(g.Weight("table", [rows, width], values), ids), "taken");
        using var step = new TrainStep(g.Build(), new TrainStepOptions { Losses = [new MeanSquaredError("taken", "wanted")], Optimizer = null }, batchSize: 1);
        var taken = step.Input<long>("ids");
        for (var i = 0; i < places; i++)
            taken[i] = i % 700 == 0 ? 11 : i;
        step.Input<float>("wanted").Clear();

        step.Run(0);

        var times = taken.ToArray().CountBy(row => row).ToDictionary();
        var gradient = step.Gradient("table").ToArray();
        for (var i = 0; i < rows * width; i++)
            Assert.Equal(times.GetValueOrDefault(i / width) * 2.0 * values[i] / (places * width), gradient[i], 1e-6);
    }
}
