namespace EdgeActors.Messages.Devices;

/// <summary>What a device's twin is told.</summary>
public static class DeviceCommands
{
    /// <summary>
    /// A device said hello on a stream. The sender is its session. Answered by <see cref="DeviceReplies.DeviceWelcomed"/>; resent by
    /// the session every few seconds, which also rebuilds a twin that has moved to another node.
    /// </summary>
    public sealed record ConnectDevice(DeviceId Device, SessionId Session, string Edge, DeviceHello Hello) : IDeviceMessage;

    /// <summary>The stream ended. Ignored when a newer session has taken over.</summary>
    public sealed record DisconnectDevice(DeviceId Device, SessionId Session, string Reason) : IDeviceMessage;

    /// <summary>
    /// Runs one step. Answered by <see cref="DeviceReplies.StepAnswered"/> or <see cref="DeviceReplies.StepFailed"/> before
    /// <paramref name="Remaining"/> has passed. The same key again while it runs, or shortly after, gives the same outcome and runs nothing.
    /// </summary>
    /// <param name="Question">As the model is asked; null when the task takes none.</param>
    /// <param name="Remaining">From when this is received: clocks need not agree.</param>
    /// <param name="TraceParent">W3C trace context of the attempt; null where nobody traces.</param>
    public sealed record RunStep(
        DeviceId Device, StepKey Step, string Task, string? Question, PictureRef Picture,
        double AccuracyLossBudget, TimeSpan Remaining, bool AllowEdge, string? TraceParent = null) : IDeviceMessage;

    /// <summary>Nobody waits for the step any more. Best effort, not answered.</summary>
    public sealed record CancelStep(DeviceId Device, StepKey Step, string Reason) : IDeviceMessage;

    /// <summary>
    /// Holds one model's split on one device where an operator or a bench wants it; with a null cut the coordinator chooses again. Constraints
    /// still hold, and so does the old pair until the device has taken the new one. Forgotten when the twin restarts. Answered by
    /// <see cref="DeviceReplies.SplitPinned"/>, <see cref="DeviceReplies.PinRefused"/> or <see cref="DeviceReplies.DeviceUnknown"/>.
    /// </summary>
    /// <param name="Cut"><c>input</c>, <c>output</c> or a cut of the model's bundle.</param>
    /// <param name="Codec">Null leaves the codec to the coordinator.</param>
    public sealed record PinSplit(DeviceId Device, ModelName Model, string? Cut, string? Codec) : IDeviceMessage;

    /// <summary>A training message for the device, of the training context. Lost when the device is offline; rounds have their own resends.</summary>
    public sealed record SendTraining(DeviceId Device, string Kind, ValueArray<byte> Payload) : IDeviceMessage;
}
