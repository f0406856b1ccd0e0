using Akka.Actor;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Sessions.SessionSeam;
using static EdgeActors.Actors.Steps.TailStepActor;
using static EdgeActors.Messages.Devices.SessionCommands;
using StepAnswered = EdgeActors.Messages.Devices.DeviceReplies.StepAnswered;

namespace EdgeActors.Actors.Sessions;

/// <summary>The steps that one session has taken on and not ended: which tensor belongs to which, what each has cost so far.</summary>
internal sealed class StepsInFlight(DeviceId device, EdgeServices services)
{
    // A device that runs everything leaves the link alone at least until this share of the predicted time has passed.
    private const double SurelyComputing = 0.4;

    private readonly Dictionary<string, StepInFlight> _steps = [];

    /// <summary>Nothing crosses the link now or soon: what every step has to send is here, or it computes on the device and has just begun.</summary>
    public bool LeaveLinkQuiet => _steps.Values.All(flight => flight.Tail is not null || (flight.Step.Pair.Cut == SplitPair.WholeModel
        && services.Time.GetElapsedTime(flight.SentAt).TotalMilliseconds < SurelyComputing * flight.Step.PredictedMs(HopNames.Head)));

    /// <summary>Null when it is a resend of what already runs.</summary>
    public StepInFlight? Add(ExecuteStep step, IActorRef requester)
    {
        var flight = new StepInFlight(step, requester, services.Time.GetTimestamp());
        if (!_steps.TryAdd(flight.Key, flight))
            return null;
        services.Links.Begin(device, flight.Key, step.Picture.Blob?.Sha256);
        return flight;
    }

    public StepInFlight? Find(string key) => _steps.GetValueOrDefault(key);

    public StepInFlight? Remove(string key)
    {
        services.Links.End(device, key);
        return _steps.Remove(key, out var flight) ? flight : null;
    }

    public IReadOnlyList<StepInFlight> RemoveAll() => [.. _steps.Keys.ToList().Select(Remove).OfType<StepInFlight>()];

    /// <summary>Its frame goes out now.</summary>
    /// <returns>The time that is left to it; null where nobody waits any more.</returns>
    public TimeSpan? Send(string key)
    {
        if (!_steps.TryGetValue(key, out var flight))
            return null;
        var now = services.Time.GetTimestamp();
        _steps[key] = flight with { SentAt = now };
        return flight.Step.Remaining - services.Time.GetElapsedTime(flight.SentAt, now);
    }

    public void Runs(string key, IActorRef tail) => _steps[key] = _steps[key] with { Tail = tail };

    public TimeSpan Left(StepInFlight flight) => flight.Step.Remaining - services.Time.GetElapsedTime(flight.SentAt);

    /// <summary>Why a tensor is not wanted, or null.</summary>
    public string? Refusal(TensorHeader header)
    {
        if (!_steps.TryGetValue(header.Step, out var flight))
            return "nobody waits for this step (any more)";
        if (flight.Tail is not null)
            return "the step's tensor is already here";
        if (header.Pair?.ToDomain() != flight.Step.Pair)
            return $"it is of another pair than the step, {flight.Step.Pair}";
        return services.Library.Find(flight.Step.Pair.Bundle) is null ? $"bundle {flight.Step.Pair.Bundle} is not on this edge" : null;
    }

    /// <summary>What the tail starts from: the bytes, and what they have cost on the device and on the way.</summary>
    public static Received Receive(StepInFlight flight, TensorReceived tensor, double uplinkMs) => new(
        tensor.Payload,
        [.. tensor.Header.Hops.Select(hop => flight.With(hop.ToDomain())), flight.With(new(HopNames.Uplink, 0, uplinkMs, tensor.Payload.Length))],
        tensor.Payload.Length + tensor.Header.CalculateSize());

    /// <summary>The outcome of a step that ran on the device alone; null when the answer is empty.</summary>
    public StepAnswered? AnswerOf(StepInFlight flight, Messages.Link.StepAnswered answered)
    {
        if (answered.Answer is null || answered.Pair is null)
            return null;
        var hops = answered.Hops.Select(hop => flight.With(hop.ToDomain())).ToList();
        var linkMs = services.Time.GetElapsedTime(flight.SentAt).TotalMilliseconds - hops.Sum(hop => hop.MeasuredMs);
        hops.Add(flight.With(new(HopNames.Uplink, 0, Math.Max(0, linkMs), answered.CalculateSize())));
        return new(device, flight.Step.Step, new(
            answered.Pair.ToDomain(), flight.Step.Version, StepPlaces.Device, hops.ToValueArray(), answered.CalculateSize(),
            answered.Answer.ToDomain(), answered.Degraded ? answered.DegradedReason : null));
    }
}
