namespace EdgeActors.Planning.Tests.Validation;

public sealed class PlanValidatorTests
{
    private static readonly TaskCatalogue Catalogue = new(
    [
        .. StandardTasks.All,
        new TaskDescription("cut-out", "Cuts the main object out of the picture.", QuestionRule.None, AnswerKind.Picture),
        new TaskDescription("resting", "No worker runs it now.", QuestionRule.None, AnswerKind.Label, PlaceableNow: false),
    ]);

    private static PlanStep Step(int id, string task = StandardTasks.Classification, int picture = 0, string? ask = null, params int[] after) =>
        new(id, task, picture, ask is null ? null : new(ask, ask), [.. after]);

    private static IEnumerable<string> CodesOf(Plan plan, int pictures = 1) =>
        PlanValidator.Validate(plan, Catalogue, pictures).Select(error => error.Code);

    [Fact]
    public void A_plan_with_a_used_answer_passes() =>
        Assert.Empty(CodesOf(Plan.Of(Step(1), Step(2, StandardTasks.VisualQuestion, ask: "is the {1} red?", after: 1))));

    public static TheoryData<string, Plan> Wrong => new()
    {
        { PlanErrorCode.UnknownTask, Plan.Of(Step(1, "object-detection")) },
        { PlanErrorCode.NotPlaceable, Plan.Of(Step(1, "resting")) },
        { PlanErrorCode.PictureOutOfRange, Plan.Of(Step(1, picture: 1)) },
        { PlanErrorCode.PictureOutOfRange, Plan.Of(Step(1, picture: -1)) },
        { PlanErrorCode.QuestionMissing, Plan.Of(Step(1, StandardTasks.VisualQuestion)) },
        { PlanErrorCode.QuestionMissing, Plan.Of(Step(1, StandardTasks.VisualQuestion, ask: "  ")) },
        { PlanErrorCode.QuestionNotTaken, Plan.Of(Step(1, ask: "what is it?")) },
        { PlanErrorCode.QuestionTooLong, Plan.Of(Step(1, StandardTasks.VisualQuestion, ask: new string('a', PlanValidator.LongestQuestion + 1))) },
        { PlanErrorCode.MissingReference, Plan.Of(Step(1, after: 7)) },
        { PlanErrorCode.ForwardReference, Plan.Of(Step(1, after: 2), Step(2)) },
        { PlanErrorCode.ForwardReference, Plan.Of(Step(1, after: 1)) },
        { PlanErrorCode.UndeclaredReference, Plan.Of(Step(1), Step(2, StandardTasks.VisualQuestion, ask: "is the {1} red?")) },
        { PlanErrorCode.DuplicateReference, Plan.Of(Step(1), Step(2, StandardTasks.Captioning, after: [1, 1])) },
        { PlanErrorCode.TypeMismatch, Plan.Of(Step(1, "cut-out"), Step(2, StandardTasks.VisualQuestion, ask: "is {1} red?", after: 1)) },
        { PlanErrorCode.Cycle, Plan.Of(Step(1, after: 2), Step(2, after: 1)) },
        { PlanErrorCode.StepIds, Plan.Of(Step(1), Step(3)) },
        { PlanErrorCode.StepIds, Plan.Of(Step(1), Step(1)) },
        { PlanErrorCode.TooManySteps, Plan.Of(Enumerable.Range(1, 10_000).Select(id => Step(id))) },
        { PlanErrorCode.AnswerUnreachable, Plan.Of(Step(1)) with { Answer = [2] } },
        { PlanErrorCode.AnswerUnreachable, Plan.Of(Step(1)) with { Answer = [] } },
        { PlanErrorCode.UnusedStep, Plan.Of(Step(1), Step(2)) with { Answer = [1] } },
        { PlanErrorCode.StatusMismatch, Plan.Of() },
        { PlanErrorCode.StatusMismatch, Plan.Unsupported("no") with { Steps = [Step(1)] } },
        { PlanErrorCode.StatusMismatch, Plan.Refused(" ") },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Each_fault_has_its_code(string code, Plan plan) => Assert.Contains(code, CodesOf(plan));

    [Theory]
    [InlineData("Certainly! Here is the plan: first classify, then describe.")]
    [InlineData("{\"status\":\"ok\",\"steps\":[")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"status\":\"great\",\"message\":null,\"steps\":[],\"answer\":[]}")]
    [InlineData("{\"status\":0,\"message\":null,\"steps\":[],\"answer\":[]}")]
    [InlineData("{\"status\":\"ok\",\"message\":null,\"steps\":[],\"answer\":[],\"shell\":\"rm\"}")]
    [InlineData("{\"status\":\"ok\",\"message\":null,\"steps\":null,\"answer\":[]}")]
    [InlineData("{\"status\":\"ok\",\"message\":null,\"steps\":[null],\"answer\":[]}")]
    [InlineData("{\"status\":\"ok\",\"message\":null,\"steps\":[{\"id\":1,\"task\":null,\"picture\":0,\"question\":null,\"depends_on\":[]}],\"answer\":[]}")]
    public void What_is_not_a_plan_s_JSON_is_a_schema_error(string json)
    {
        var (plan, error) = PlanJson.Read(json);

        Assert.Null(plan);
        Assert.Equal(PlanErrorCode.Schema, error!.Code);
    }

    [Fact]
    public void A_plan_s_JSON_reads_back_as_the_same_plan()
    {
        var plan = Plan.Of(Step(1), Step(2, StandardTasks.VisualQuestion, ask: "is the {1} \"red\"?", after: 1));

        Assert.Equal((plan, null), PlanJson.Read(PlanJson.Write(plan)));
        Assert.Contains("\"depends_on\":[1]", PlanJson.Write(plan));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack() =>
        Assert.Equal(PlanErrorCode.Schema, PlanJson.Read(string.Concat(Enumerable.Repeat("[", 20_000))).Error!.Code);
}
