using System.Collections.Immutable;

namespace EdgeActors.Planning;

/// <summary>One model run of a plan.</summary>
/// <param name="Id">1-based, dense, in the order of the request.</param>
/// <param name="Task">A name of the <see cref="TaskCatalogue"/>, e.g. <c>image-classification</c>.</param>
/// <param name="Picture">0-based index into the request's pictures.</param>
/// <param name="Question">Required, optional or forbidden as the task says (<see cref="QuestionRule"/>).</param>
/// <param name="DependsOn">Ids of earlier steps whose answers this step uses; holds every reference of <see cref="Question"/>.</param>
public sealed record PlanStep(int Id, string Task, int Picture, StepQuestion? Question, ImmutableArray<int> DependsOn)
{
    public bool Equals(PlanStep? other) =>
        other is not null && Id == other.Id && Task == other.Task && Picture == other.Picture && Question == other.Question
        && DependsOn.AsSpan().SequenceEqual(other.DependsOn.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Id, Task, Picture, Question, DependsOn.Length);
}
