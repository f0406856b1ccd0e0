namespace EdgeActors.Planning.Judging;

/// <summary>Says what a clause asks for where the rules are not sure.</summary>
public interface IClauseJudge
{
    /// <param name="clause">As <see cref="ClauseText"/> writes it.</param>
    ClauseJudgement Judge(string clause);
}
