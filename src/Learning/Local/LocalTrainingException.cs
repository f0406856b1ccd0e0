namespace EdgeActors.Learning.Local;

/// <summary>Local training gave nothing that could be sent; the message says why.</summary>
public sealed class LocalTrainingException(string message) : Exception(message);
