namespace EdgeActors.Planning.Judging;

/// <param name="Probability">Of the verdict, 0 to 1.</param>
public readonly record struct ClauseJudgement(ClauseVerdict Verdict, double Probability);
