using Akka.Actor;
using EdgeActors.Actors.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RunQueries;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>
/// Stands for a cloud host and its sharding: starts entities on their first message, remembers them, and when it crashes loses every entity and every message
/// on the way, then starts them all again.
/// </summary>
public sealed class CloudHostActor : ReceiveActor
{
    private readonly Func<IActorRef, RunId, Props> _run;
    private readonly Func<RoundId, Props> _round;
    private readonly IActorRef _follower;
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, IActorRef> _alive = [];
    private readonly HashSet<IActorRef> _dying = [];
    private int _life;

    /// <param name="follower">Follows every run from its first event, again after each crash.</param>
    public CloudHostActor(Func<IActorRef, RunId, Props> run, Func<RoundId, Props> round, IActorRef follower)
    {
        (_run, _round, _follower) = (run, round, follower);
        Receive<IRunMessage>(message => Entity($"run {message.Run}")?.Forward(message));
        Receive<IRoundMessage>(message => Entity($"round {message.Round}")?.Forward(message));
        Receive<Crash>(_ =>
        {
            foreach (var entity in _alive.Values)
            {
                _dying.Add(entity);
                Context.Stop(entity);
            }

            _alive.Clear();
        });
        Receive<Terminated>(gone =>
        {
            _dying.Remove(gone.ActorRef);
            foreach (var (name, _) in _alive.Where(entity => entity.Value.Equals(gone.ActorRef)).ToList()) _alive.Remove(name);
            if (_dying.Count > 0) return;
            _life++;
            foreach (var name in _known) Entity(name);
        });
    }

    private IActorRef? Entity(string name)
    {
        if (_dying.Count > 0) return null;
        if (_alive.TryGetValue(name, out var alive)) return alive;
        _known.Add(name);
        var id = name[(name.IndexOf(' ') + 1)..];
        var isRun = name.StartsWith("run ", StringComparison.Ordinal);
        var entity = Context.Watch(Context.ActorOf(isRun ? _run(Self, new(id)) : _round(RoundExtractor.Parse(id)), $"{name.Replace(' ', '-')}-{_life}-{_alive.Count}-{Guid.NewGuid():n}"));
        _alive[name] = entity;
        if (isRun) entity.Tell(new FollowRun(new(id), 0), _follower);
        return entity;
    }

    public sealed record Crash
    {
        public static Crash Instance { get; } = new();
    }
}
