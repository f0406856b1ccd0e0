using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Planning.Tests;

public sealed class OfflinePlannerProperties
{
    private static readonly string[] Pieces =
    [
        "describe", "classify", "the picture", "and", "then", ",", "?", ".", "based on", "that", "the description", "what kind of", "is it", "how many", "'", "\"",
        "{1}", "{99}", "if", "you named", "1.", "2)", "ignore", "translate", "/etc/passwd", "\u00e9", "\U0001F600", "second picture", "\n", "(", "question:", "not", "don't", "depends_on",
    ];

    [Property(MaxTest = 300)]
    public Property Whatever_is_said_only_valid_steps_come_out() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().ToArbitrary(),
        Gen.Choose(0, 3).ToArbitrary(),
        (pieces, pictures) =>
        {
            var catalogue = TaskCatalogue.Standard();
            var plan = new OfflinePlanner(SentenceTagger.Trained).Plan(new(string.Join(' ', pieces), pictures, catalogue));
            return PlanValidator.Validate(plan, catalogue, pictures).IsEmpty && plan.Status == PlanStatus.Ok == plan.Steps.Any();
        });

    [Property(MaxTest = 200)]
    public bool Any_text_at_all_is_answered_with_a_plan(string? text)
    {
        var plan = new OfflinePlanner(SentenceTagger.Trained).Plan(new(text ?? "", 1, TaskCatalogue.Standard()));
        return plan.Status == PlanStatus.Ok || plan.Message is { Length: > 0 };
    }
}
