using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>Models with bodies that read what is around them.</summary>
internal static class BodyModels
{
    /// <summary>y = loop 3 times (a * step + h), h = relu(x), times w. The body captures h, and <c>step</c> is read nowhere else.</summary>
    public static Model Loop()
    {
        var body = new Graph(
            "loop_body",
            [new("i", ElementType.Int64, Shape.Scalar), new("go", ElementType.Bool, Shape.Scalar), new("a", ElementType.Float, ["N", 4])],
            [new("go_on", ElementType.Bool, Shape.Scalar), new("a_next", ElementType.Float, ["N", 4])],
            [Node("Identity", ["go"], "go_on"), Node("Mul", ["a", "step"], "a_scaled"), Node("Add", ["a_scaled", "h"], "a_next")],
            []);
        var b = new GraphBuilder("loop");
        var x = b.Input("x", ElementType.Float, ["N", 4]);
        b.Initializer(Tensor.From("step", [4], [0.5f, 0.25f, -0.5f, 1f]));
        b.Append(Node("Relu", ["x"], "h"));
        b.Append(Node("Tanh", ["x"], "start"));
        b.Initializer(Tensor.Scalar("times", 3));
        b.Append(Node("Loop", ["times", "", "start"], "looped", new NodeAttribute("body", body)));
        b.Output(b.MatMul(b["looped"], b.Weight("w", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])), "y");
        return b.Build();
    }

    /// <summary>y = -(if sum(d) &gt; 0: a + c, else a * d). <c>d</c> is data that only the else body reads, <c>c</c> a weight that only the then body reads.</summary>
    public static Model If()
    {
        var yes = new Graph("yes", [], [new("added", ElementType.Float, ["N", 4])], [Node("Add", ["a", "c"], "added")], []);
        var no = new Graph("no", [], [new("scaled", ElementType.Float, ["N", 4])], [Node("Mul", ["a", "d"], "scaled")], []);
        var b = new GraphBuilder("if");
        var x = b.Input("x", ElementType.Float, ["N", 4]);
        b.Initializer(Tensor.From("c", [4], [1f, 2f, 3f, 4f]));
        b.Append(Node("Relu", ["x"], "a"));
        b.Append(Node("Tanh", ["x"], "d"));
        b.Output(b.Greater(b.ReduceSum(b["d"], [], keep: false), b.Scalar(0f)), "positive");
        b.ClearOutputs();
        b.Append(Node("If", ["positive"], "chosen", new NodeAttribute("then_branch", yes), new NodeAttribute("else_branch", no)));
        b.Output(b.Neg(b["chosen"]), "y");
        return b.Build();
    }

    /// <summary>Running sums of the rows of x, each times the mean row: the body captures the mean.</summary>
    public static Model Scan()
    {
        var body = new Graph(
            "scan_body",
            [new("sum", ElementType.Float, [4]), new("row", ElementType.Float, [4])],
            [new("sum_next", ElementType.Float, [4]), new("out", ElementType.Float, [4])],
            [Node("Add", ["sum", "row"], "sum_next"), Node("Mul", ["sum_next", "mean"], "out")],
            []);
        var b = new GraphBuilder("scan");
        var x = b.Input("x", ElementType.Float, [5, 4]);
        b.Initializer(Tensor.From("zero", [4], new float[4]));
        b.Append(Node("Tanh", ["x"], "rows"));
        b.Output(b.ReduceMean(x, [0], keep: false), "mean");
        b.ClearOutputs();
        b.Append(new Node("Scan", ["zero", "rows"], ["total", "outs"], ImmutableDictionary<string, NodeAttribute>.Empty
            .Add("body", new("body", body)).Add("num_scan_inputs", new("num_scan_inputs", 1)), "scan"));
        b.Output(b.Relu(b["outs"]), "y");
        return b.Build();
    }

    private static Node Node(string op, ImmutableArray<string> inputs, string output, params NodeAttribute[] attributes) =>
        new(op, inputs, [output], attributes.ToImmutableDictionary(a => a.Name), output);
}
