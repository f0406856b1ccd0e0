namespace EdgeActors.Planning;

/// <summary>Says what a clause asks for when no rule knows.</summary>
public interface IClauseJudge
{
    /// <returns>Null when it is not sure enough to say.</returns>
    /// <param name="clause">The clause in the person's own words.</param>
    /// <param name="afterSteps">Whether earlier clauses already asked for something.</param>
    ClauseVerdict? Judge(string clause, bool afterSteps);
}
