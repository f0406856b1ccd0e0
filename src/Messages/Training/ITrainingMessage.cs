namespace EdgeActors.Messages.Training;

/// <summary>Everything of the training context.</summary>
public interface ITrainingMessage : IEdgeMessage;
