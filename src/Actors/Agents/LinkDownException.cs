namespace EdgeActors.Actors.Agents;

/// <summary>There is no connection to the edge, or it broke during the call.</summary>
public sealed class LinkDownException(string message, Exception? cause = null) : Exception(message, cause);
