using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

public sealed class TrainStepTests
{
    private static readonly TrainStepOptions GradientsOnly = new() { Optimizer = null };

    public static TheoryData<string, Optimizer, float> Optimizers => new()
    {
        { "plain", new Sgd(Momentum: 0), 0.5f },
        { "momentum", new Sgd() { WeightDecay = 1e-4f }, 0.1f },
        { "nesterov", new Sgd(Nesterov: true), 0.1f },
        { "adamw", new AdamW() { WeightDecay = 0.01f }, 0.01f },
        { "muon", new Muon() { WeightDecay = 0.01f }, 0.03f },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_network_learns(string name, Optimizer optimizer, float rate)
    {
        using var step = new TrainStep(SmallNetworks.Convolutional(), new TrainStepOptions { Optimizer = optimizer }, batchSize: 32);
        var source = new SmallNetworks.Halves(32, 60);
        var losses = new List<float>();
        for (var i = 0; i < source.BatchesPerEpoch; i++)
        {
            source.Fill(0, i, step.Input<float>("input"), step.Input<long>("labels"));
            losses.Add(step.Run(rate).Loss);
        }

        Assert.True(losses[0] > 0.8, $"{name} starts at {losses[0]}");
        Assert.True(losses.TakeLast(5).Average() < 0.25, $"{name} ends at {losses.TakeLast(5).Average()}");
    }

    [Fact]
    public void Plain_descent_moves_each_weight_by_rate_times_gradient()
    {
        var network = SmallNetworks.Convolutional();
        using var gradients = Filled(new TrainStep(network, GradientsOnly, 4));
        using var step = Filled(new TrainStep(network, new TrainStepOptions { Optimizer = new Sgd(Momentum: 0) }, 4));
        gradients.Run(0);
        step.Run(0.5f);
        foreach (var weight in step.Graph.Weights)
        {
            var before = network.Graph.Constants[weight.Name].As<float>();
            var gradient = gradients.Gradient(weight.Name);
            var after = step.Weight(weight.Name);
            for (var i = 0; i < before.Length; i++)
            {
                Assert.Equal(before[i] - 0.5f * gradient[i], after[i], 1e-6f);
            }
        }
    }

    /// <summary>Orthogonalising the weights of a wide fully connected layer took longer than the rest of the step.</summary>
    [Fact]
    public void Muon_leaves_what_is_too_long_for_it_to_AdamW_at_its_own_size_of_step()
    {
        var network = SmallNetworks.Convolutional();
        using var muon = Filled(new TrainStep(network, new TrainStepOptions { Optimizer = new Muon { WeightDecay = 0.1f, LongestSide = 0 } }, 4));
        using var adam = Filled(new TrainStep(network, new TrainStepOptions { Optimizer = new AdamW { WeightDecay = 0.5f } }, 4));
        muon.Run(0.05f);
        adam.Run(0.01f);
        var matrices = muon.Graph.Weights.Where(w => w.Weight.Rank >= 2).Select(w => w.Name).ToArray();
        Assert.NotEmpty(matrices);
        foreach (var name in matrices)
        {
            Assert.NotEqual(network.Graph.Constants[name].As<float>().ToArray(), muon.Weight(name).ToArray());
            for (var i = 0; i < muon.Weight(name).Length; i++)
            {
                Assert.Equal(adam.Weight(name)[i], muon.Weight(name)[i], 1e-6f);
            }
        }
    }

    [Fact]
    public void Clipping_shortens_the_step_to_the_limit_and_reports_the_length_before()
    {
        var network = SmallNetworks.Convolutional();
        using var free = Filled(new TrainStep(network, new TrainStepOptions { Optimizer = new Sgd(Momentum: 0) }, 4));
        var norm = free.Run(1).GradientNorm;
        using var clipped = Filled(new TrainStep(network, new TrainStepOptions { Optimizer = new Sgd(Momentum: 0), ClipNorm = norm / 4 }, 4));
        Assert.Equal(norm, clipped.Run(1).GradientNorm, 1e-4f);
        var moved = clipped.Graph.Weights.Sum(w => Difference(network, clipped, w.Name).Sum(d => d * d));
        Assert.Equal(norm / 4, Math.Sqrt(moved), 1e-3);
    }

    [Fact]
    public void A_correction_is_added_to_the_gradient()
    {
        var network = SmallNetworks.Convolutional();
        using var plain = Filled(new TrainStep(network, GradientsOnly, 4));
        using var corrected = Filled(new TrainStep(network, GradientsOnly with { Corrections = true }, 4));
        foreach (var weight in corrected.Graph.Weights)
        {
            corrected.Input<float>(weight.Name + ".correction").Fill(0.25f);
        }

        plain.Run(0);
        corrected.Run(0);
        Assert.Equal(plain.Gradient("second.weight")[3] + 0.25f, corrected.Gradient("second.weight")[3], 1e-6f);
    }

    [Fact]
    public void The_proximal_term_pulls_towards_the_anchor()
    {
        var network = SmallNetworks.Convolutional();
        using var plain = Filled(new TrainStep(network, GradientsOnly, 4));
        using var proximal = Filled(new TrainStep(network, GradientsOnly with { ProximalStrength = 0.1f }, 4));
        foreach (var weight in proximal.Graph.Weights)
        {
            proximal.Input<float>(weight.Name + ".anchor").Clear();
        }

        plain.Run(0);
        proximal.Run(0);
        Assert.Equal(plain.Gradient("second.weight")[3] + 0.1f * plain.Weight("second.weight")[3], proximal.Gradient("second.weight")[3], 1e-6f);
    }

    [Fact]
    public void A_frozen_layer_stays_as_it_is_and_adds_no_node()
    {
        var network = SmallNetworks.Convolutional();
        var last = new TrainStepOptions { Trains = t => t.Name.StartsWith("classifier", StringComparison.Ordinal) };
        using var step = Filled(new TrainStep(network, last, 4));
        step.Run(0.1f);
        Assert.Equal(["classifier.weight", "classifier.bias"], step.Graph.Weights.Select(w => w.Name).Order().Reverse());
        Assert.DoesNotContain(step.Graph.Model.Graph.Nodes, n => n.Op is "ConvTranspose" or "Resize" or "LayerNormalization");
        Assert.True(step.Trained().Graph.Constants["first.weight"].As<float>().SequenceEqual(network.Graph.Constants["first.weight"].As<float>()));
    }

    [Fact]
    public void The_trained_network_gives_the_loss_that_the_next_step_reports()
    {
        var network = SmallNetworks.Convolutional();
        using var step = Filled(new TrainStep(network, new TrainStepOptions(), 4));
        step.Run(0.1f);
        using var again = Filled(new TrainStep(step.Trained(), GradientsOnly, 4));
        Assert.Equal(step.Run(0.1f).Loss, again.Run(0).Loss, 1e-5f);
    }

    [Fact]
    public void An_operator_without_a_gradient_is_refused_by_name_and_node()
    {
        var network = SmallNetworks.Convolutional();
        var nodes = network.Graph.Nodes.Select(n => n.Op == "Relu" ? n with { Op = "Celu" } : n).ToImmutableArray();
        var refused = Assert.Throws<GradientException>(() => new TrainStep(network with { Graph = network.Graph.With(nodes: nodes) }, new TrainStepOptions(), 4));
        Assert.Contains("Celu", refused.Message, StringComparison.Ordinal);
        Assert.Contains("first.relu", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_without_a_gradient_does_no_harm_before_the_first_trained_weight()
    {
        var network = SmallNetworks.Convolutional();
        var nodes = network.Graph.Nodes.Select(n => n.Op == "Relu" ? n with { Op = "Celu" } : n).ToImmutableArray();
        using var step = Filled(new TrainStep(
            network with { Graph = network.Graph.With(nodes: nodes) },
            new TrainStepOptions { Trains = t => t.Name.StartsWith("classifier", StringComparison.Ordinal) },
            4));
        Assert.True(step.Run(0.1f).IsFinite);
    }

    [Fact]
    public void A_loss_on_an_output_that_does_not_exist_is_refused() =>
        Assert.Contains("'logits'", Assert.Throws<GradientException>(() =>
            new TrainStep(SmallNetworks.Convolutional(), new TrainStepOptions { Losses = [new CrossEntropy("probabilities")] }, 4)).Message, StringComparison.Ordinal);

    public static TheoryData<string, Loss[]> Losses => new()
    {
        { "cross-entropy", [new CrossEntropy()] },
        { "smoothed", [new CrossEntropy(Smoothing: 0.2f)] },
        { "one ignored", [new CrossEntropy(IgnoreIndex: 1)] },
        { "with a prior", [new CrossEntropy { LogPrior = "prior" }] },
        { "squared", [new MeanSquaredError("logits", "wanted")] },
        { "distilled", [new Distillation("logits", "wanted", Temperature: 3)] },
        { "summed", [new CrossEntropy() { Weight = 0.5f }, new Distillation("logits", "wanted", Temperature: 2) { Weight = 2 }] },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_s_gradient_is_that_of_central_differences(string name, Loss[] losses)
    {
        using var step = Filled(new TrainStep(SmallNetworks.Convolutional(), GradientsOnly with { Losses = losses }, 4));
        if (losses.OfType<CrossEntropy>().Any(loss => loss.LogPrior is not null))
        {
            step.Input<float>("prior")[0] = -2;
        }

        step.Run(0);
        float[] gradient = [.. step.Gradient("classifier.bias")];
        for (var i = 0; i < gradient.Length; i++)
        {
            const float Distance = 1e-2f;
            var weight = step.Weight("classifier.bias")[i];
            step.Weight("classifier.bias")[i] = weight + Distance;
            var above = step.Run(0).Loss;
            step.Weight("classifier.bias")[i] = weight - Distance;
            var below = step.Run(0).Loss;
            step.Weight("classifier.bias")[i] = weight;
            Assert.True(Math.Abs((above - below) / (2 * Distance) - gradient[i]) < 2e-4, $"{name}: {gradient[i]} against {(above - below) / (2 * Distance)}");
        }
    }

    private static double[] Difference(Model network, TrainStep step, string weight) =>
        [.. step.Weight(weight).ToArray().Zip(network.Graph.Constants[weight].As<float>().ToArray(), (a, b) => (double)a - b)];

    /// <summary>Logits that are the logarithm of how often each class is seen, and nothing else, are explained by the prior: nothing is left to learn.</summary>
    [Fact]
    public void A_prior_explains_how_often_classes_are_seen()
    {
        using var step = Filled(new TrainStep(
            SmallNetworks.Convolutional(), GradientsOnly with { Losses = [new CrossEntropy { LogPrior = "prior" }] }, 4));
        step.Weight("classifier.weight").Clear();
        step.Weight("classifier.bias").Clear();
        Span<long> labels = step.Input<long>("labels");
        labels.Fill(1);
        labels[0] = 0;
        var prior = step.Input<float>("prior");
        prior.Fill(float.Log(1e-6f));
        (prior[0], prior[1]) = (float.Log(0.25f), float.Log(0.75f));
        step.Run(0);
        Assert.All(step.Gradient("classifier.bias").ToArray(), slope => Assert.Equal(0, slope, 1e-5));
    }

    /// <summary>The same batch for whoever asks; targets of every kind that the step has.</summary>
    private static TrainStep Filled(TrainStep step)
    {
        var random = new SeededRandom(9);
        foreach (var input in step.Graph.BatchInputs)
        {
            if (input.Type == ElementType.Int64)
            {
                for (var i = 0; i < 4; i++)
                {
                    step.Input<long>(input.Name)[i] = i % SmallNetworks.Classes;
                }

                continue;
            }

            foreach (ref var value in step.Input<float>(input.Name))
            {
                value = (float)random.NextNormal();
            }
        }

        return step;
    }
}
