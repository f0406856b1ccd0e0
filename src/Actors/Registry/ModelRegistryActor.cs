using Akka.Actor;
using Akka.Persistence;
using EdgeActors.Messages;
using static EdgeActors.Messages.Models.ModelCommands;
using static EdgeActors.Messages.Models.ModelEvents;
using static EdgeActors.Messages.Models.ModelQueries;
using static EdgeActors.Messages.Models.ModelReplies;

namespace EdgeActors.Actors.Registry;

/// <summary>
/// The registry of models. Commands: <see cref="AnnounceModel"/>, <see cref="MoveAlias"/>. Queries: <see cref="ListModels"/>.
/// Every acknowledgement follows the journal write.
/// </summary>
public sealed class ModelRegistryActor : ReceivePersistentActor
{
    private readonly TimeProvider _time;
    private ModelRegistryState _state = ModelRegistryState.Empty;

    public ModelRegistryActor(TimeProvider time)
    {
        _time = time;
        Recover<IModelEvent>(happened => _state = _state.Apply(happened));
        Command<AnnounceModel>(command => Commit(_state.Decide(command, _time.GetUtcNow()), command.Version.Model, command.Version.Version));
        Command<MoveAlias>(command => Commit(_state.Decide(command, _time.GetUtcNow()), command.Model, command.Version));
        Command<ListModels>(_ => Sender.Tell(new ModelCatalogue(_state.Models.Values.ToValueArray())));
    }

    public override string PersistenceId => Roles.ModelRegistry;

    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new ModelRegistryActor(time));

    private void Commit(Decision<IModelEvent> decision, ModelName model, string version)
    {
        if (decision.Rejection is { } failure)
            Sender.Tell(new ModelRefused(model, version, failure));
        else if (decision.Events.IsEmpty)
            Sender.Tell(new ModelAccepted(model, version));
        else
            Persist(decision, () => Sender.Tell(new ModelAccepted(model, version)));
    }

    private void Persist(Decision<IModelEvent> decision, Action acknowledge)
    {
        var left = decision.Events.Length;
        PersistAll(decision.Events, happened =>
        {
            _state = _state.Apply(happened);
            if (--left == 0)
                acknowledge();
        });
    }
}
