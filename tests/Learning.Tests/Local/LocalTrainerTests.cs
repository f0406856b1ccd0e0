using EdgeActors.Inference.Data;
using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;

namespace EdgeActors.Learning.Tests.Local;

public class LocalTrainerTests
{
    private static readonly TrainingPlan Plan = new() { Rounds = 4, Local = new() { Batch = 8, Momentum = 0.9, Optimizer = LocalOptimizer.Muon, LearningRate = 0.01 } };

    /// <summary>All of an optimizer's state begins anew, the step count of Adam's bias correction with its moments.</summary>
    [Theory]
    [InlineData(LocalOptimizer.Sgd)]
    [InlineData(LocalOptimizer.Muon)]
    public void What_was_trained_before_leaves_nothing_behind(LocalOptimizer optimizer)
    {
        var plan = Plan with { Local = Plan.Local with { Optimizer = optimizer } };
        var network = TrainableNetwork.Of(Network());
        using var used = new LocalTrainer(network.Network, plan, 8);
        using var unused = new LocalTrainer(network.Network, plan, 8);
        used.Train(network.Weights(), [], Batches(Pictures), 1, CancellationToken.None);
        Assert.Equal(
            unused.Train(network.Weights(), [], Batches(Pictures), 2, CancellationToken.None).Update,
            used.Train(network.Weights(), [], Batches(Pictures), 2, CancellationToken.None).Update);
    }

    /// <summary>A device that has one class only would teach the model that there are no others.</summary>
    [Fact]
    public void With_the_prior_corrected_a_device_says_little_about_classes_that_it_lacks()
    {
        var one = Pictures.Subset("one class", [.. Enumerable.Range(0, Pictures.Count).Where(i => Pictures.Classes[i] == 3)]);
        var plan = Plan with { Local = Plan.Local with { Optimizer = LocalOptimizer.Sgd } }; // its steps are as long as the gradient
        var (plain, corrected) = (BiasChange(plan, one), BiasChange(plan with { Local = plan.Local with { PriorCorrection = 1 } }, one));
        Assert.True(corrected < 0.5 * plain, $"others' biases moved by {corrected} with and {plain} without the correction");
    }

    [Fact]
    public void The_linear_rate_ends_one_step_above_zero()
    {
        var plan = Plan with { Local = Plan.Local with { Schedule = RateSchedule.Linear, LearningRate = 0.4 } };
        Assert.Equal([0.4f, 0.3f, 0.2f, 0.1f], Enumerable.Range(1, 4).Select(round => plan.RateIn(round)));
    }

    private static double BiasChange(TrainingPlan plan, PictureSet pictures)
    {
        var network = TrainableNetwork.Of(Network());
        using var trainer = new LocalTrainer(network.Network, plan, 8);
        var update = trainer.Train(network.Weights(), [], Batches(pictures), 1, CancellationToken.None).Update;
        var bias = trainer.Layout.Slots.Single(slot => slot.Name == "classifier.bias");
        return Enumerable.Range(0, bias.Length).Where(i => i != 3).Sum(i => Math.Abs(update[bias.Offset + i]));
    }

    private static PictureSet Pictures { get; } = GeneratedPictures.Create(160, seed: 1);

    private static PictureBatches Batches(PictureSet pictures) => new(pictures, 8, Augmentation.None, ChannelNormalization.Centred, 1);

    private static Onnx.Graphs.Model Network() => ResidualNetwork.Build(10, [8, 8, 8, 8], seed: 1);
}
