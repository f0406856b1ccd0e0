using EdgeActors.Learning.Plans;

namespace EdgeActors.Cli.Training;

/// <summary>What the federated bench compares: the dense average that every peer has, and what this project sends instead.</summary>
internal static class FederatedCases
{
    public static IReadOnlyList<FederatedCase> All(int rounds, int devices)
    {
        var plan = new TrainingPlan
        {
            Name = "bench",
            Model = "residual",
            Rounds = rounds,
            Data = new() { Set = "bench" },
            Cohort = new() { Devices = devices, Size = devices, Minimum = devices },
            Local = new() { Epochs = 1, Batch = 32, LearningRate = 0.05, Momentum = 0.9, RateDecay = 0.97, GradientClip = 2, Augment = true },
            Up = new() { Scheme = CompressionScheme.Ring, Bits = 4 },
            Down = new() { Scheme = CompressionScheme.Qsgd, Bits = 4 },
            Ring = new() { Clip = 3 },
        };
        var dense = new CompressionPlan { Scheme = CompressionScheme.Dense };
        // Short rounds: what devices with different classes lose by going apart costs more than what two bits of an update do.
        var muon = plan with
        {
            Local = new() { Steps = 100, Batch = 16, Optimizer = LocalOptimizer.Muon, LearningRate = 0.01, Momentum = 0.9, Schedule = RateSchedule.Linear, Augment = true },
            Up = new() { Scheme = CompressionScheme.Ring, Bits = 2 },
            Down = new() { Scheme = CompressionScheme.Rotated, Bits = 2 },
            Ring = new() { Clip = 12 },
        };
        var skewed = plan.Data with { Partition = PartitionKind.Dirichlet, Alpha = 0.5 };
        return
        [
            new("iid-dense", plan with { Up = dense, Down = dense }),
            new("iid-ring4", plan),
            new("iid-rotated2", plan with { Up = new() { Scheme = CompressionScheme.Rotated, Bits = 2 } }),
            new("iid-ring4-momentum", plan with { Strategy = new() { Kind = StrategyKind.FedAvgM, ServerMomentum = 0.5 } }),
            new("iid-muon-ring2", muon),
            new("iid-muon-ring2-long-rounds", muon with { Local = muon.Local with { Steps = 200 } }),
            new("dirichlet-dense", plan with { Data = skewed, Up = dense, Down = dense }),
            new("dirichlet-ring4", plan with { Data = skewed, Ring = plan.Ring with { WeightMaximum = 8 } }),
            new("dirichlet-ring4-prox", plan with
            {
                Data = skewed,
                Ring = plan.Ring with { WeightMaximum = 8 },
                Strategy = new() { Kind = StrategyKind.FedProx, ProximalTerm = 0.01 },
                Local = plan.Local with { Momentum = 0 },
            }),
            new("dirichlet-scaffold", plan with
            {
                Data = skewed,
                Strategy = new() { Kind = StrategyKind.Scaffold },
                Local = plan.Local with { Momentum = 0, Steps = 100 },
            }),
            new("dirichlet-muon-ring2", muon with
            {
                Data = skewed,
                Local = muon.Local with { PriorCorrection = 1 },
                Ring = muon.Ring with { Clip = 7 },
            }),
        ];
    }
}
