namespace EdgeActors.Onnx.Training;

/// <summary>A checkpoint that does not belong to the run: the message says what differs.</summary>
public sealed class CheckpointException(string message) : Exception(message);
