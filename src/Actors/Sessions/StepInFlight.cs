using Akka.Actor;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using static EdgeActors.Messages.Devices.SessionCommands;

namespace EdgeActors.Actors.Sessions;

/// <summary>A step that a session has sent to its device.</summary>
/// <param name="SentAt">Timestamp of the frame that started it.</param>
/// <param name="Tail">Runs once the tensor is here.</param>
internal sealed record StepInFlight(ExecuteStep Step, IActorRef Requester, long SentAt, IActorRef? Tail = null)
{
    public string Key => Step.Step.ToString();

    /// <summary>Its time is up.</summary>
    public Failure Overdue(DeviceId device) => new(FailureCodes.DeadlinePassed, Tail is null
        ? $"Device {device} did not send its part of step {Step.Step.Step} in time."
        : $"The edge did not finish step {Step.Step.Step} in time.");

    /// <summary>A share as it was measured, with what was predicted beside.</summary>
    public HopCost With(HopCost measured) => measured with { PredictedMs = Step.PredictedMs(measured.Name) };
}
