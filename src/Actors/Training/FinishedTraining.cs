using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>A trained update, for which order it counts, and all that its coding followed from: read back after a crash it gives the same bytes.</summary>
/// <param name="Residual">What the device remembered when it trained.</param>
/// <param name="OwnControl">Likewise; empty where the strategy has none.</param>
/// <param name="Control">SCAFFOLD's c of the round; empty where the strategy has none.</param>
/// <param name="NoiseSeed">32 secret bytes; read only with distributed noise.</param>
internal sealed record FinishedTraining(
    DeviceId Device, RoundOrder Order, LocalResult Result, float[] Residual, float[] OwnControl, float[] Control, byte[] NoiseSeed, DeviceReport Report)
{
    private readonly Lazy<DeviceRound> _work = new(() =>
    {
        var memory = new DeviceMemory { Residual = Residual, Control = OwnControl };
        return DeviceRound.Of(
            TrainingPlan.FromCanonicalJson(Order.PlanJson), Result, memory, Control, Order.Round.Number, Device.Value, Order.Clip, Report.Examples, Order.LargestExamples, NoiseSeed);
    });

    public DeviceRound Work => _work.Value;

    /// <summary>Whether it is what an order wants: a new attempt at the same round wants the same update.</summary>
    public bool Fits(RoundOrder order) => order.Round == Order.Round && order.Model.Sha256 == Order.Model.Sha256;
}
