namespace EdgeActors.Messages.Models;

/// <summary>Spoken with the model registry, a cluster singleton on the cloud.</summary>
public interface IModelMessage : IEdgeMessage;
