using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A committed round as the REST API shows it.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Loss">Mean of the devices' training losses.</param>
/// <param name="Accuracy">0 to 1; absent where the model was not measured.</param>
public sealed record RoundResource(
    int Number, int Attempts, int Participants, int Lost, long BytesUp, long BytesDown, double Loss, double? Accuracy, double? Epsilon, string Model, DateTimeOffset At)
{
    public static RoundResource Of(CommittedRound round) => new(
        round.Number, round.Attempts, round.Participants, round.Lost, round.BytesUp, round.BytesDown, round.Loss, round.Accuracy, round.Epsilon, round.ModelSha256, round.At);
}
