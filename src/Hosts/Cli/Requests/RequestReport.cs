using System.Globalization;
using EdgeActors.Hosts.Common.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Requests;

/// <summary>A finished request for a person: the plan, who planned it, where the model was cut, what each hop cost, the answer.</summary>
internal static class RequestReport
{
    public static IRenderable Of(RequestResource request)
    {
        var parts = new List<IRenderable> { Summary(request) };
        var hops = request.Steps.Where(step => step.Result is { }).SelectMany(step => step.Result!.Hops.Select(hop => (step.Id, Hop: hop))).ToList();
        if (hops.Count > 0)
            parts.Add(Output.Table(hops,
                new("step", row => row.Id.ToString(CultureInfo.InvariantCulture), Number: true),
                new("hop", row => row.Hop.Name),
                new("predicted ms", row => row.Hop.PredictedMs is { } ms ? Ms(ms) : "-", Number: true),
                new("measured ms", row => Ms(row.Hop.MeasuredMs), Number: true),
                new("bytes", row => row.Hop.Bytes == 0 ? "" : row.Hop.Bytes.ToString("N0", CultureInfo.InvariantCulture), Number: true)));
        return new Rows(parts);
    }

    private static Grid Summary(RequestResource request)
    {
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        Line("asked", request.Text);
        if (request.Plan is { } plan)
        {
            Line("plan", plan.Steps.Count == 0 ? plan.Status : string.Join("; ", plan.Steps.Select(Planned)));
            Line("planned by", plan.FallbackReason is { } why ? $"{plan.PlannedBy} ({why})" : plan.PlannedBy);
        }
        foreach (var step in request.Steps)
            Line($"step {step.Id}", step.Result is { } result ? Cut(result) : step.Failure is { } failure ? $"{failure.Code}: {failure.Reason}" : "no answer");
        Line("answer", request.Answer is { Length: > 0 } answer ? $"{answer}{Scores(request)}" : "none");
        if (request.Failure is { } failed)
            Line("failed", $"{failed.Code}: {failed.Reason}");
        if (request.ElapsedMs is { } elapsed)
            Line("took", $"{Ms(elapsed)} ms from acceptance to the end");
        return grid;

        void Line(string name, string value) => grid.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(value));
    }

    private static string Planned(PlannedStepResource step) =>
        $"{step.Id}. {step.Task} of picture {step.Picture + 1}"
        + (step.Question is { } question ? $" \"{question}\"" : "")
        + (step.DependsOn.Count > 0 ? $" after {string.Join(", ", step.DependsOn)}" : "");

    private static string Cut(StepResultResource result)
    {
        var where = result.Cut switch
        {
            "input" => $"{result.Model} whole on the edge",
            "output" => $"{result.Model} whole on the device",
            var cut => $"{result.Model} cut at {cut}, features as {result.Codec}",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"{where} ({result.Where}), {result.LinkBytes:N0} bytes over the link{(result.Degraded ? $", degraded: {result.DegradedReason}" : "")}");
    }

    private static string Scores(RequestResource request) => request.Steps.Count == 1 && request.Steps[0].Result?.Answer.Labels is { Count: > 0 } labels
        ? $" ({string.Join(", ", labels.Take(3).Select(label => string.Create(CultureInfo.InvariantCulture, $"{label.Label} {label.Score:P0}")))})"
        : "";

    private static string Ms(double ms) => ms.ToString("0.00", CultureInfo.InvariantCulture);
}
