namespace EdgeActors.Messages.Training;

/// <summary>Spoken with one federated round, found by its run and number.</summary>
public interface IRoundMessage : ITrainingMessage
{
    RoundId Round { get; }
}
