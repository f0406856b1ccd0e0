namespace EdgeActors.Messages.Devices;

/// <summary>Spoken with the directory of devices, a cluster singleton on the edge.</summary>
public interface IDirectoryMessage : IEdgeMessage;
