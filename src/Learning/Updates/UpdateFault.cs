namespace EdgeActors.Learning.Updates;

/// <summary>What was wrong with a refused update.</summary>
public enum UpdateFault
{
    TooLarge,
    ForgedDigest,
    WrongShape,
    NotFinite,
    OutOfRange,
    ClosedRound,
    OldRound,
    NotInCohort,
    StaleModel,
}
