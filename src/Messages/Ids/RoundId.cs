namespace EdgeActors.Messages;

/// <summary>One federated round of a run; rounds count from 1.</summary>
public sealed record RoundId(RunId Run, int Number)
{
    public override string ToString() => $"{Run}.{Number}";
}
