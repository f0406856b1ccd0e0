using System.Globalization;
using System.Net;
using System.Text;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Training;

/// <summary>A run as one HTML file that needs nothing else: figures, plots inside it, a row for each round.</summary>
internal static class RunReportPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}"
        + "table{border-collapse:collapse;width:100%}th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #ccc}th:last-child,td:last-child{text-align:left;font-family:monospace}"
        + "img{max-width:100%;height:auto}dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}";

    public static string Of(RunResource run, IReadOnlyList<RunPlots.Plot> plots)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Run {Text(run.Id)}</title><style>{Style}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Run {Text(run.Id)}</h1>\n<dl>\n");
        foreach (var (name, value) in Figures(run))
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        page.Append("</dl>\n");
        foreach (var plot in plots)
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(plot.Title)}</h2>\n<img alt=\"{Text(plot.Title)}\" src=\"data:image/png;base64,{Convert.ToBase64String(plot.Png)}\">\n");
        page.Append("<h2>Rounds</h2>\n<table><thead><tr><th>round</th><th>attempt</th><th>updates</th><th>lost</th><th>loss</th><th>accuracy %</th><th>KB up</th><th>KB down</th><th>ε</th><th>committed</th><th>model</th></tr></thead><tbody>\n");
        foreach (var round in run.Rounds)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{round.Number}</td><td>{round.Attempts}</td><td>{round.Participants}</td><td>{round.Lost}</td><td>{round.Loss:0.000}</td><td>{100 * round.Accuracy:0.0}</td><td>{round.BytesUp / 1e3:0.0}</td><td>{round.BytesDown / 1e3:0.0}</td><td>{round.Epsilon:0.###}</td><td>{round.At:u}</td><td>{Text(round.Model[..16])}</td></tr>\n");
        page.Append("</tbody></table>\n</body></html>\n");
        return page.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Figures(RunResource run)
    {
        yield return ("plan", $"{run.Name}, fingerprint {run.Fingerprint}");
        yield return ("status", run.Reason is { } reason ? $"{run.Status}: {reason}" : run.Status);
        yield return ("rounds", string.Create(CultureInfo.InvariantCulture, $"{run.RoundsCommitted} of {run.RoundsPlanned}"));
        yield return ("bytes", string.Create(CultureInfo.InvariantCulture, $"{run.Rounds.Sum(round => round.BytesUp) / 1e6:0.00} MB up, {run.Rounds.Sum(round => round.BytesDown) / 1e6:0.00} MB down"));
        if (run.Epsilon is { } epsilon)
            yield return ("privacy spent", string.Create(CultureInfo.InvariantCulture, $"ε = {epsilon:0.###}"));
        yield return ("model", run.Model);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
