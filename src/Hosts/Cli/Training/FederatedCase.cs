using EdgeActors.Learning.Plans;

namespace EdgeActors.Cli.Training;

/// <summary>One plan that the federated bench runs, by a short name.</summary>
internal sealed record FederatedCase(string Name, TrainingPlan Plan);
