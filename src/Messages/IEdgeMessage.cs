namespace EdgeActors.Messages;

/// <summary>
/// Everything that may leave a process or enter the journal. Each concrete type has a versioned manifest in its context's
/// serializer; a type without one cannot be sent.
/// </summary>
public interface IEdgeMessage;
