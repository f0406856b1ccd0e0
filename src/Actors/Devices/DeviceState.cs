using System.Collections.Immutable;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using static EdgeActors.Messages.Devices.DeviceCommands;

namespace EdgeActors.Actors.Devices;

/// <summary>
/// What a twin knows of its device: what it said of itself, which stream is its newest, which steps run and how the last ones ended.
/// </summary>
/// <param name="Session">The newest one heard of, also after it ended; null before the first.</param>
/// <param name="Outcomes">Replies to recent steps, so that a resend is answered and not run again; oldest first in <paramref name="Order"/>.</param>
public sealed record DeviceState(
    DeviceId Id, SessionId? Session, string? Edge, DeviceHello? Hello, DateTimeOffset ChangedAt, ImmutableHashSet<StepKey> InFlight,
    ImmutableDictionary<StepKey, IDeviceMessage> Outcomes, ImmutableQueue<StepKey> Order, long Done, long Failed)
{
    /// <summary>Outcomes that are remembered; at the fastest a few seconds' worth, longer than any resend takes.</summary>
    public const int MostOutcomes = 512;

    public static DeviceState Empty(DeviceId id, DateTimeOffset now) => new(
        id, null, null, null, now, [], ImmutableDictionary<StepKey, IDeviceMessage>.Empty, [], 0, 0);

    public bool Online => Edge is not null;

    /// <summary>Sessions are numbered in time: an announcement of an older one is the last word of a stream that has been replaced.</summary>
    public bool IsOutdated(SessionId session) => Session is { } newest && session.CompareTo(newest) < 0;

    /// <summary>Whether the device surely has no such picture: a full list says nothing of those that did not fit.</summary>
    public bool Lacks(string picture) => Hello is null
        || (Hello.Pictures.Count < DeviceHello.MostPictures && Hello.Pictures.All(known => known.Id != picture));

    public DeviceState Connect(ConnectDevice command, DateTimeOffset now) => this with
    {
        Session = command.Session,
        Edge = command.Edge,
        Hello = command.Hello,
        ChangedAt = Online && Session == command.Session ? ChangedAt : now,
    };

    public DeviceState Disconnect(SessionId session, DateTimeOffset now) =>
        Online && Session == session ? this with { Edge = null, ChangedAt = now } : this;

    public DeviceState WithPictures(ValueArray<DevicePicture> pictures) => Hello is null ? this : this with { Hello = Hello with { Pictures = pictures } };

    public DeviceState Start(StepKey step) => this with { InFlight = InFlight.Add(step) };

    /// <summary>A step ends once: a second outcome changes nothing.</summary>
    public DeviceState End(StepKey step, IDeviceMessage outcome)
    {
        if (!InFlight.Contains(step))
            return this;
        var (outcomes, order) = (Outcomes.SetItem(step, outcome), Order.Enqueue(step));
        if (outcomes.Count > MostOutcomes)
        {
            order = order.Dequeue(out var oldest);
            outcomes = outcomes.Remove(oldest);
        }
        var answered = outcome is DeviceReplies.StepAnswered;
        return this with
        {
            InFlight = InFlight.Remove(step),
            Outcomes = outcomes,
            Order = order,
            Done = Done + (answered ? 1 : 0),
            Failed = Failed + (answered ? 0 : 1),
        };
    }

    /// <summary>Forgets a step that nobody waits for.</summary>
    public DeviceState Cancel(StepKey step) => this with { InFlight = InFlight.Remove(step) };
}
