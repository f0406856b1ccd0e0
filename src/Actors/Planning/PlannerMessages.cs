using Akka.Actor;
using EdgeActors.Messages;
using EdgeActors.Planning;

namespace EdgeActors.Actors.Planning;

/// <summary>Spoken between a request and the planner of the same node; never leaves the process.</summary>
public static class PlannerMessages
{
    /// <summary>Answered by <see cref="PlanMade"/> or <see cref="PlanNotMade"/> within <paramref name="Remaining"/>.</summary>
    public sealed record MakePlan(RequestId Request, string Text, int Pictures, TimeSpan Remaining) : INoSerializationVerificationNeeded;

    public sealed record PlanMade(RequestId Request, PlanResult Result) : INoSerializationVerificationNeeded;

    /// <summary>The registry has something new: ask it now. Answered by <see cref="ModelsLearned"/> once plans reckon with it.</summary>
    public sealed record LearnModels : INoSerializationVerificationNeeded
    {
        public static LearnModels Instance { get; } = new();
    }

    public sealed record ModelsLearned : INoSerializationVerificationNeeded
    {
        public static ModelsLearned Instance { get; } = new();
    }

    public sealed record PlanNotMade(RequestId Request, Failure Failure) : INoSerializationVerificationNeeded;
}
