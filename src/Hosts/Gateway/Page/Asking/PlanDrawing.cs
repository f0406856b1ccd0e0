using EdgeActors.Gateway.Page.Drawing;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Gateway.Page.Asking;

/// <summary>A plan as a drawing: pictures above, each step below what it needs, the answer at the bottom.</summary>
public sealed class PlanDrawing
{
    public const string Answer = "answer";

    private const double CardHeight = 76;

    public PlanDrawing(PlanResource plan, int columns)
    {
        Plan = plan;
        var depth = new Dictionary<int, int>();
        // Steps come in an order in which each follows what it depends on.
        foreach (var step in plan.Steps)
            depth[step.Id] = step.DependsOn.Count == 0 ? 0 : 1 + step.DependsOn.Max(id => depth.GetValueOrDefault(id));
        var pictures = plan.Steps.Select(step => step.Picture).Distinct().Order().ToList();
        IReadOnlyList<string>[] layers =
        [
            [.. pictures.Select(PictureId)],
            .. plan.Steps.GroupBy(step => depth[step.Id]).OrderBy(layer => layer.Key).Select(layer => (IReadOnlyList<string>)[.. layer.Select(step => StepId(step.Id))]),
            plan.Steps.Count > 0 ? [Answer] : [],
        ];
        Pictures = pictures;
        Layout = new(layers, columns, CardHeight, rowGap: 16, layerGap: 34);
        Lines =
        [
            .. plan.Steps.Select(step => Layout.Line(PictureId(step.Picture), StepId(step.Id))),
            .. plan.Steps.SelectMany(step => step.DependsOn.Where(id => Layout.Holds(StepId(id))).Select(id => Layout.Line(StepId(id), StepId(step.Id)))),
            .. plan.Answer.Where(id => Layout.Holds(StepId(id))).Select(id => Layout.Line(StepId(id), Answer)),
        ];
    }

    public PlanResource Plan { get; }

    public LayerLayout Layout { get; }

    /// <summary>Indices of the pictures that are looked at.</summary>
    public IReadOnlyList<int> Pictures { get; }

    /// <summary>SVG path data, x in percent.</summary>
    public IReadOnlyList<string> Lines { get; }

    public static string PictureId(int index) => $"picture {index}";

    public static string StepId(int id) => $"step {id}";
}
