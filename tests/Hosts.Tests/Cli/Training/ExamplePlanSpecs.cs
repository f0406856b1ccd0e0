using EdgeActors.Hosts.Tests.Deployment;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Hosts.Tests.Cli.Training;

/// <summary>The plans that the documents show.</summary>
public sealed class ExamplePlanSpecs
{
    [Theory]
    [InlineData("federated.yaml", StrategyKind.FedAvg)]
    [InlineData("asynchronous.yaml", StrategyKind.FedBuff)]
    public void An_example_can_be_run_as_it_stands(string file, StrategyKind strategy)
    {
        var path = Repository.File("docs", "examples", file);
        Assert.Equal(strategy, TrainingPlanFile.Parse(File.ReadAllText(path), path).Strategy.Kind);
    }
}
