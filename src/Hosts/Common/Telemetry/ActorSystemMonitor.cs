using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace EdgeActors.Hosts.Common.Telemetry;

/// <summary>
/// Counts what an actor system loses without telling the sender: dead letters, messages that nobody handled, and frames over
/// Akka.Remote's limit, which vanish on the way out and deserve more than one line among others. Listens to the event stream;
/// nobody talks to it.
/// </summary>
public sealed partial class ActorSystemMonitor : ReceiveActor
{
    public const string MeterName = "EdgeActors.Actors";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Lost = Meter.CreateCounter<long>("edgeactors.messages.lost", "{message}", "Messages that did not reach a handler, by reason");

    /// <summary>Akka.Remote keeps the type to itself.</summary>
    private const string Oversized = "OversizedPayloadException";

    private readonly ILogger<ActorSystemMonitor> _log;

    public ActorSystemMonitor(ILogger<ActorSystemMonitor> log)
    {
        _log = log;
        Receive<DeadLetter>(letter => Count("dead-letter", letter.Message));
        Receive<Dropped>(dropped => Count("dropped", dropped.Message));
        Receive<UnhandledMessage>(unhandled => Count("unhandled", unhandled.Message));
        Receive<Error>(error => error.Cause?.GetType().Name == Oversized, error =>
        {
            LogFrameLost(error.Cause!.Message);
            Count("oversized", null);
        });
        Receive<Error>(static _ => { });
    }

    protected override void PreStart()
    {
        foreach (var lost in (Type[])[typeof(DeadLetter), typeof(Dropped), typeof(UnhandledMessage), typeof(Error)])
            Context.System.EventStream.Subscribe(Self, lost);
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    /// <summary>Timers and other messages of the system itself are no loss.</summary>
    private static void Count(string reason, object? message)
    {
        if (message is not IDeadLetterSuppression)
            Lost.Add(1, new("reason", reason), new("message", message?.GetType().Name ?? ""));
    }

    [LoggerMessage(LogLevel.Critical, "A message was too large for Akka.Remote and is lost; its sender waits in vain. Put its bytes into a blob and send the reference: {What}")]
    private partial void LogFrameLost(string what);
}
