namespace EdgeActors.Inference.Data;

/// <summary>A data set that can't be used: the message says which, what is wrong with it and what is expected.</summary>
public sealed class DataSetException(string message, Exception? cause = null) : Exception(message, cause);
