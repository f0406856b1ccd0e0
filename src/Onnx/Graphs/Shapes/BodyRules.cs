namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>If, Loop and Scan: types of the bodies' outputs. Bodies see the values around them.</summary>
internal static class BodyRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["If"] = c =>
        {
            var yes = c.Scope.InferBody(c.Node.Attribute("then_branch")!.Graph);
            var no = c.Scope.InferBody(c.Node.Attribute("else_branch")!.Graph);
            return [.. yes.Zip(no, (a, b) => new Inferred(a.Type, Common(a.Shape, b.Shape)))];
        };
        rules["Loop"] = c =>
        {
            // Outputs of the body: the condition, the carried values, then one slice per iteration of each scanned value.
            var outputs = c.Scope.InferBody(c.Node.Attribute("body")!.Graph);
            int carried = c.Node.Inputs.Length - 2;
            return [.. outputs.Skip(1).Select((v, i) => new Inferred(v.Type, i < carried ? v.Shape : Stacked(v.Shape, Dimension.Unknown)))];
        };
        rules["Scan"] = c =>
        {
            var body = c.Node.Attribute("body")!.Graph;
            var outputs = c.Scope.InferBody(body);
            int carried = c.Node.Inputs.Length - (int)c.Node.Int("num_scan_inputs", 0);
            var axes = c.Node.Ints("scan_output_axes");
            bool simple = c.Opset >= 9 && (axes.IsDefault || axes.All(a => a == 0));
            var steps = c.Shape(carried) is { Rank: > 0 } x && c.Node.Ints("scan_input_axes").IsDefault ? x[0] : Dimension.Unknown;
            return [.. outputs.Select((v, i) => new Inferred(v.Type, i < carried ? v.Shape : simple ? Stacked(v.Shape, steps) : null))];
        };
    }

    private static Shape? Stacked(Shape? each, Dimension count) => each is null ? null : Shape.Of([count, .. each]);

    private static Shape? Common(Shape? a, Shape? b)
    {
        if (a is null || b is null || a.Rank != b.Rank) return null;
        return Shape.Of(a.Zip(b, (x, y) => x == y ? x : Dimension.Unknown));
    }
}
