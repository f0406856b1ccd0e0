namespace EdgeActors.Planning.Tests;

public sealed class PlanProgressTests
{
    private static readonly Plan Chain = Plan.Of(
        new PlanStep(1, StandardTasks.Classification, 0, null, []),
        new PlanStep(2, StandardTasks.Captioning, 0, null, []),
        new PlanStep(3, StandardTasks.VisualQuestion, 0, new("is it red?", "is the {1} red?"), [1]),
        new PlanStep(4, StandardTasks.VisualQuestion, 0, new("why?", "given {3}: why?"), [3]));

    private static int[] Ready(PlanProgress progress) => [.. progress.Ready.Select(step => step.Id)];

    [Fact]
    public void Steps_without_open_dependencies_may_run_together()
    {
        var start = PlanProgress.Start(Chain);

        Assert.Equal([1, 2], Ready(start));
        Assert.Equal([2, 3], Ready(start.Answered(1, "car")));
        Assert.Equal("is the car red?", start.Answered(1, "car").QuestionOf(Chain.Steps[2]));
    }

    [Fact]
    public void A_failed_step_fails_all_that_use_it_with_the_reason_and_the_rest_still_answers()
    {
        var failed = PlanProgress.Start(Chain).Failed(1, "the edge is gone");

        Assert.Equal([1, 3, 4], failed.Failures.Keys);
        Assert.Contains("the edge is gone", failed.Failures[4]);
        Assert.Equal([2], Ready(failed));
        Assert.True(failed.Answered(2, "a street").IsFinished);
    }

    [Fact]
    public void A_settled_step_stays_as_it_is()
    {
        var answered = PlanProgress.Start(Chain).Answered(1, "car");

        Assert.Same(answered, answered.Answered(1, "dog"));
        Assert.Same(answered, answered.Failed(1, "late"));
    }

    [Fact]
    public void An_answer_that_looks_like_a_reference_is_not_read_again() =>
        Assert.Equal("is the {2} red?", PlanProgress.Start(Chain).Answered(1, "{2}").QuestionOf(Chain.Steps[2]));
}
