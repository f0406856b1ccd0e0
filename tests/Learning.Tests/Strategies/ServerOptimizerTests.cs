using EdgeActors.Learning.Strategies;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Tests.Strategies;

public class ServerOptimizerTests
{
    [Fact]
    public void FedAvg_moves_to_the_mean()
    {
        float[] model = [1, 2];
        new FedAvg().Step(OptimizerState.None, model, [0.5f, -1]);
        Assert.Equal([1.5f, 1f], model);
    }

    [Fact]
    public void FedAvgM_keeps_momentum()
    {
        var optimizer = new FedAvgM(LearningRate: 1, Momentum: 0.5f);
        float[] model = [0];
        var state = optimizer.Step(optimizer.Start(1), model, [1f]);
        optimizer.Step(state, model, [1f]);
        Assert.Equal(1f + 1.5f, model[0]);
    }

    /// <summary>η·√(1−β₂^(r+1))/(1−β₁^(r+1))·m/(√v+τ), worked by hand for two rounds.</summary>
    [Fact]
    public void FedAdam_corrects_its_bias()
    {
        var optimizer = new FedAdam(LearningRate: 0.1f, FirstDecay: 0.9f, SecondDecay: 0.99f, Adaptivity: 0.001f);
        float[] model = [0];
        var state = optimizer.Step(optimizer.Start(1), model, [2f]);
        var first = 0.1 * Math.Sqrt(1 - 0.99) / (1 - 0.9) * 0.2 / (Math.Sqrt(0.04) + 0.001);
        Assert.Equal(first, model[0], 1e-5);
        optimizer.Step(state, model, [-1f]);
        var m = 0.9 * 0.2 - 0.1;
        var v = 0.99 * 0.04 + 0.01;
        Assert.Equal(first + 0.1 * Math.Sqrt(1 - 0.99 * 0.99) / (1 - 0.81) * m / (Math.Sqrt(v) + 0.001), model[0], 1e-5);
    }

    [Theory]
    [InlineData(2f, 0.04f)]      // from 0 the second moment grows by (1 − β₂)·Δ²
    [InlineData(0f, 0f)]
    public void FedYogi_moves_its_second_moment_by_the_update(float mean, float second)
    {
        var optimizer = new FedYogi();
        Assert.Equal(second, optimizer.Step(optimizer.Start(1), new float[1], [mean]).Second[0], 1e-6f);
    }

    [Fact]
    public void FedYogi_shrinks_its_second_moment_no_faster_than_the_update()
    {
        var optimizer = new FedYogi();
        Assert.Equal(1f - 0.01f * 0.25f, optimizer.Step(new OptimizerState(1, [0f], [1f]), new float[1], [0.5f]).Second[0], 1e-6f);
    }

    [Fact]
    public void Optimizer_state_survives_bytes()
    {
        var state = new OptimizerState(7, [1f, 2f, 3f], [4f]);
        var back = OptimizerState.FromBytes(state.ToBytes());
        Assert.Equal(7, back.Steps);
        Assert.Equal(state.First, back.First);
        Assert.Equal(state.Second, back.Second);
        Assert.Throws<FormatException>(() => OptimizerState.FromBytes(state.ToBytes().AsSpan(1)));
    }

    [Fact]
    public void Scaffold_server_keeps_the_mean_of_the_devices_variates()
    {
        var scaffold = new Scaffold(Steps: 5, LearningRate: 0.1f);
        float[] server = [0.3f];
        float[][] devices = [[0.1f], [0.5f]]; // mean 0.3
        float[] updates = [0.2f, -0.4f];
        for (var i = 0; i < 2; i++) scaffold.UpdateDevice(devices[i], [0.3f], [updates[i]]);
        scaffold.UpdateServer(server, [(updates[0] + updates[1]) / 2], participants: 2, population: 2);
        Assert.Equal((devices[0][0] + devices[1][0]) / 2, server[0], 1e-6f);
    }

    /// <summary>Two devices with opposite optima, SGD on (w − a)²/2: the variates take the drift out, so both stay at the common optimum.</summary>
    [Fact]
    public void Scaffold_takes_out_client_drift_that_FedAvg_keeps()
    {
        Assert.InRange(Math.Abs(LocalModelAfter(useVariates: true)), 0, 0.02);
        Assert.InRange(Math.Abs(LocalModelAfter(useVariates: false)), 0.5, 1);

        static double LocalModelAfter(bool useVariates)
        {
            var scaffold = new Scaffold(Steps: 10, LearningRate: 0.1f);
            float[] optima = [1f, -1f], global = [0f], server = [0f];
            float[][] variates = [[0f], [0f]];
            var local = new float[1];
            for (var round = 0; round < 30; round++)
            {
                var updates = new float[2];
                for (var device = 0; device < 2; device++)
                {
                    local = [global[0]];
                    for (var step = 0; step < 10; step++)
                    {
                        local[0] -= 0.1f * (local[0] - optima[device]);
                        if (useVariates) local[0] -= 0.1f * (server[0] - variates[device][0]);
                    }

                    updates[device] = local[0] - global[0];
                }

                for (var device = 0; device < 2; device++) scaffold.UpdateDevice(variates[device], server, [updates[device]]);
                var mean = (updates[0] + updates[1]) / 2;
                scaffold.UpdateServer(server, [mean], 2, 2);
                global[0] += mean;
            }

            return local[0];
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(3, 0, 0.5)]
    [InlineData(3, 3, 1)]
    [InlineData(0, 3, 2)]
    public void FedBuff_weighs_by_staleness_relative_to_the_buffer(int staleness, double average, double weight) =>
        Assert.Equal(weight, new FedBuff(5, 10).Weight(staleness, average), 1e-6);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.707107)]
    [InlineData(3, 0.5)]
    public void FedBuff_weighs_by_the_root_of_staleness(int staleness, double weight) => Assert.Equal(weight, new FedBuff(5, 10).Weight(staleness), 1e-6);

    [Fact]
    public void FedBuff_refuses_what_is_outside_its_window()
    {
        var rule = new FedBuff(5, Window: 2);
        Assert.Null(rule.Inspect(currentVersion: 5, baseVersion: 3));
        Assert.Contains("3 versions behind", rule.Inspect(5, 2)!.Reason);
        Assert.Equal(UpdateFault.StaleModel, rule.Inspect(5, 6)!.Fault);
        Assert.Equal(UpdateFault.StaleModel, rule.Inspect(5, int.MinValue)!.Fault);
    }
}
