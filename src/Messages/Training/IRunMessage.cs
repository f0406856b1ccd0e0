namespace EdgeActors.Messages.Training;

/// <summary>Spoken with a training run, found by its id.</summary>
public interface IRunMessage : ITrainingMessage
{
    RunId Run { get; }
}
