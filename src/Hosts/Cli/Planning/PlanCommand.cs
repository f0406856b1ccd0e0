using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeActors.Planning;
using EdgeActors.Planning.Tagging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Planning;

/// <summary><c>edgeactors plan "TEXT"</c>: what would be run for a request, by rules, without running it.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "what you would ask" };
        var pictures = new Option<int>("--pictures") { Description = "how many pictures come with it", DefaultValueFactory = _ => 1 };
        var command = new Command("plan", "Print the plan for a request without running it; by rules, no network.") { text, pictures };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(pictures) is var count and (< 0 or > 100))
                throw CommandFailed.Usage($"--pictures is {count}; 0 to 100 are allowed.");
            var plan = new OfflinePlanner(SentenceTagger.Trained).Plan(new(parsed.GetRequiredValue(text), parsed.GetValue(pictures), TaskCatalogue.Standard()));
            Output.For(parsed).Write(JsonNode.Parse(PlanJson.Write(plan))!, _ => View(plan));
            return ExitCodes.Done;
        });
        return command;
    }

    private static IRenderable View(Plan plan)
    {
        var status = new Text(plan.Message is { } message ? $"{plan.Status}: {message}" : $"{plan.Status}");
        return plan.Steps.IsEmpty
            ? status
            : new Rows(status, Output.Table(plan.Steps,
                new("step", step => $"{step.Id}", Number: true),
                new("task", step => step.Task),
                new("picture", step => $"{step.Picture}", Number: true),
                new("asks", step => step.Question?.Ask ?? ""),
                new("uses", step => string.Join(", ", step.DependsOn))));
    }
}
