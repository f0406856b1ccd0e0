using System.CommandLine;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models show FILE</c>: what an ONNX file holds.</summary>
internal static class ShowModelCommand
{
    public static Command Create()
    {
        var file = ModelFileArgument.Create();
        var command = new Command("show", "Show inputs, outputs, versions, weights and operators of an ONNX file.") { file };
        command.SetAction(parsed =>
        {
            var output = Output.For(parsed);
            output.Write(ModelSummary.Of(ModelFileArgument.Read(parsed.GetRequiredValue(file))), View);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Rows View(ModelSummary model)
    {
        var facts = new (string What, string Value)[]
        {
            ("graph", model.Graph),
            ("inputs", string.Join("; ", model.Inputs)),
            ("outputs", string.Join("; ", model.Outputs)),
            ("parameters", $"{model.Parameters:N0} in {model.WeightBytes:N0} bytes"),
            ("operator sets", string.Join(", ", model.Opsets.Select(o => $"{(o.Key.Length == 0 ? "ai.onnx" : o.Key)} {o.Value}"))),
            ("IR version", $"{model.IrVersion}"),
            ("producer", model.Producer),
            ("functions", string.Join(", ", model.Functions)),
            ("metadata", string.Join("; ", model.Metadata.Select(m => $"{m.Key}={m.Value}"))),
        };
        return new Rows(
            Output.Table(facts.Where(f => f.Value.Length > 0), new Column<(string What, string Value)>("what", f => f.What), new("value", f => f.Value)),
            Output.Table(model.Operators, new Column<OperatorCount>("operator", o => o.Operator), new($"of {model.Nodes}", o => $"{o.Count}", Number: true)));
    }
}
