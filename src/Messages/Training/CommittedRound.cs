namespace EdgeActors.Messages.Training;

/// <summary>One committed round in figures.</summary>
/// <param name="BytesUp">Payload of all updates of the attempt.</param>
/// <param name="BytesDown">Fetched by the devices whose update is in.</param>
/// <param name="Loss">Mean of the devices' training losses.</param>
/// <param name="Accuracy">0 to 1; null where the model was not evaluated.</param>
/// <param name="Epsilon">Privacy spent so far; null where no noise is added.</param>
public sealed record CommittedRound(
    int Number, int Attempts, int Participants, int Lost, long BytesUp, long BytesDown, double Loss, double? Accuracy, double? Epsilon,
    string ModelSha256, DateTimeOffset At);
