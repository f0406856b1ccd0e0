using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>A trained update, the order that it was trained for, and all that its coding follows from: read back after a crash it gives the same bytes.</summary>
/// <param name="Residual">What the device remembered when it trained.</param>
/// <param name="OwnControl">Likewise; empty where the strategy has none.</param>
/// <param name="Control">SCAFFOLD's c of the round; empty where the strategy has none.</param>
/// <param name="NoiseSeed">32 secret bytes; read only with distributed noise.</param>
internal sealed record FinishedTraining(
    DeviceId Device, RoundOrder Order, LocalResult Result, float[] Residual, float[] OwnControl, float[] Control, byte[] NoiseSeed, DeviceReport Report)
{
    /// <summary>The update as an attempt's order wants it: it weighs by the examples of its own cohort.</summary>
    public DeviceRound CodedFor(RoundOrder order) => DeviceRound.Of(
        TrainingPlan.FromCanonicalJson(order.PlanJson), Result, new DeviceMemory { Residual = Residual, Control = OwnControl }, Control,
        order.Round.Number, Device.Value, order.Clip, Report.Examples, order.LargestExamples, NoiseSeed);

    /// <summary>Whether it is what an order wants: a new attempt at the same round wants the same training.</summary>
    public bool Fits(RoundOrder order) => order.Round == Order.Round && order.Model.Sha256 == Order.Model.Sha256;
}
