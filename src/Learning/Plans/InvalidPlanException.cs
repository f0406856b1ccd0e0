using System.Collections.Immutable;

namespace EdgeActors.Learning.Plans;

/// <summary>A plan that cannot be run, with everything that is wrong with it, not only the first.</summary>
public sealed class InvalidPlanException(string source, ImmutableArray<string> problems)
    : Exception($"{source} is no valid training plan:{string.Concat(problems.Select(problem => $"\n  - {problem}"))}")
{
    public ImmutableArray<string> Problems { get; } = problems;
}
