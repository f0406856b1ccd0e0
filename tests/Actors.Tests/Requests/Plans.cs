using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using EdgeActors.Planning;

namespace EdgeActors.Actors.Tests.Requests;

/// <summary>Requests, plans and outcomes for specs.</summary>
internal static class Plans
{
    public static readonly RequestId Id = new("r-1");

    public static RequestSpec Spec { get; } = new("What is in this picture?", [PictureRef.Held("cat")], new("cam-1"), 0.01, TimeSpan.FromSeconds(10));

    public static StepResult Result(string label) => new(
        new(new("toy"), "b1", "mid", "float32"), "1", StepPlaces.DeviceAndEdge, [new(HopNames.Head, 1, 2)], 100,
        new ClassificationAnswer([new(label, 0.9f)]));

    public static PlanStep Step(int id, params int[] dependsOn) => new(
        id, StandardTasks.VisualQuestion, 0,
        new("words", string.Concat(dependsOn.Select(step => $"{{{step}}} ")) + "what?"), [.. dependsOn]);

    public static PlanResult Planned(params PlanStep[] steps) => PlanResult.ByRules(Plan.Of(steps));

    /// <summary>Any graph of one to six steps whose dependencies point backwards.</summary>
    public static PlanResult Random(Random random) => Planned([.. Enumerable.Range(1, random.Next(1, 7)).Select(id =>
        Step(id, [.. Enumerable.Range(1, id - 1).Where(_ => random.Next(3) == 0)]))]);
}
