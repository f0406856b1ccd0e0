namespace EdgeActors.Onnx.Gradients;

/// <summary>Activations and the soft maximum. Where the derivative can be told from the result, the argument is not kept.</summary>
internal static class ActivationGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("Relu", new(Relu)),
        ("LeakyRelu", new(LeakyRelu)),
        ("Sigmoid", new(Sigmoid)),
        ("Tanh", new(Tanh)),
        ("Gelu", new(Gelu)),
        ("Softplus", new(n => n.Give(0, () => n.Writer.Mul(n.Gradient, n.Writer.Unary("Sigmoid", n.Input(0)))))),
        ("Softmax", new(Softmax)),
        ("LogSoftmax", new(LogSoftmax)),
        ("Dropout", new(DropoutBackward)),
    ];

    private static void Relu(NodeGradient n) => n.Give(0, () =>
        n.Writer.Mul(n.Gradient, n.Writer.Mask("Greater", n.Result, n.Writer.Constant(n.Result.Type, 0))));

    private static void LeakyRelu(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var slope = n.Node.Float("alpha", 0.01f);
        var positive = g.Mask("Greater", n.Input(0), g.Constant(n.Result.Type, 0));
        return g.Mul(n.Gradient, g.Add(g.Mul(positive, 1 - slope), slope));
    });

    // s' = s (1 - s)
    private static void Sigmoid(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        return g.Mul(n.Gradient, g.Sub(n.Result, g.Square(n.Result)));
    });

    // tanh' = 1 - tanh^2
    private static void Tanh(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        return g.Sub(n.Gradient, g.Mul(n.Gradient, g.Square(n.Result)));
    });

    // Hendrycks and Gimpel 2016. Exact: x P(x), derivative P(x) + x p(x), with P and p of the standard normal distribution.
    // Approximate: x/2 (1 + tanh u), u = sqrt(2/pi) (x + 0.044715 x^3).
    private static void Gelu(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var x = n.Input(0);
        if (n.Node.Text("approximate", "none") == "none")
        {
            var cumulative = g.Add(g.Mul(g.Unary("Erf", g.Mul(x, Math.Sqrt(0.5))), 0.5), 0.5);
            var density = g.Mul(g.Exp(g.Mul(g.Square(x), -0.5)), 1 / Math.Sqrt(2 * Math.PI));
            return g.Mul(n.Gradient, g.Add(cumulative, g.Mul(x, density)));
        }

        var root = Math.Sqrt(2 / Math.PI);
        var square = g.Square(x);
        var t = g.Unary("Tanh", g.Mul(x, g.Add(g.Mul(square, root * 0.044715), root)));
        var slope = g.Add(g.Mul(square, 3 * root * 0.044715), root);
        var inner = g.Mul(g.Mul(x, 0.5), g.Mul(g.Sub(g.Constant(x.Type, 1), g.Square(t)), slope));
        return g.Mul(n.Gradient, g.Add(g.Add(g.Mul(t, 0.5), 0.5), inner));
    });

    // dx = y (dy - sum(dy y))
    private static void Softmax(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var weighted = g.Mul(n.Gradient, n.Result);
        return g.Sub(weighted, g.Mul(n.Result, g.ReduceSum(weighted, [n.Axis(-1)])));
    });

    // dx = dy - exp(y) sum(dy)
    private static void LogSoftmax(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        return g.Sub(n.Gradient, g.Mul(g.Exp(n.Result), g.ReduceSum(n.Gradient, [n.Axis(-1)])));
    });

    // In evaluation mode Dropout is the identity; in training mode its mask is its second result, and the kept values were scaled.
    private static void DropoutBackward(NodeGradient n)
    {
        var g = n.Writer;
        if (n.Optional(2) is null)
        {
            n.Give(0, n.Gradient);
            return;
        }

        if (n.Results.Count < 2 || n.Results[1] is not { } mask)
        {
            throw GradientException.Unsupported(n.Node, "a training-mode Dropout without its mask as a second output");
        }

        var kept = g.Cast(mask, n.Gradient.Type);
        n.Give(0, n.Optional(1) is { } ratio
            ? g.Div(g.Mul(n.Gradient, kept), g.Sub(g.Constant(n.Gradient.Type, 1), g.Cast(ratio, n.Gradient.Type)))
            : g.Mul(g.Mul(n.Gradient, kept), 2));
    }
}
