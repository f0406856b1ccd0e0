using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace EdgeActors.Learning.Plans;

/// <summary>Reads a plan from YAML. A key that is not known is an error: a misspelt guarantee must not silently be left out.</summary>
public static class TrainingPlanFile
{
    /// <exception cref="InvalidPlanException">Not YAML, an unknown key, a value of the wrong kind, or a plan that <see cref="PlanCheck"/> refuses.</exception>
    public static TrainingPlan Parse(string yaml, string source)
    {
        TrainingPlan plan;
        try
        {
            plan = new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .WithEnumNamingConvention(CamelCaseNamingConvention.Instance)
                .WithTypeConverter(new DurationConverter())
                .Build()
                .Deserialize<TrainingPlan?>(yaml) ?? new TrainingPlan();
        }
        catch (YamlException wrong)
        {
            // YamlDotNet says where in the outermost exception and why in the innermost.
            throw new InvalidPlanException(source, [$"line {wrong.Start.Line}: {wrong.GetBaseException().Message}"]);
        }

        var problems = PlanCheck.Problems(plan);
        return problems.IsEmpty ? plan : throw new InvalidPlanException(source, problems);
    }
}
