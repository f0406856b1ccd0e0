namespace EdgeActors.Onnx.Gradients;

/// <summary>Elementwise arithmetic. Derivatives are the textbook ones; broadcasting is undone by <see cref="NodeGradient.Give(int, EdgeActors.Onnx.Graphs.Value)"/>.</summary>
internal static class ArithmeticGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("Identity", new(n => n.Give(0, n.Gradient))),
        ("Add", new(n => { n.Give(0, n.Gradient); n.Give(1, n.Gradient); })),
        ("Sub", new(n => { n.Give(0, n.Gradient); n.Give(1, () => n.Writer.Neg(n.Gradient)); })),
        ("Sum", new(n => Each(n, i => n.Give(i, n.Gradient)))),
        ("Mean", new(n => Each(n, i => n.Give(i, () => n.Writer.Mul(n.Gradient, 1.0 / n.InputCount))))),
        ("Mul", new(Mul)),
        ("Div", new(Div)),
        ("Neg", new(n => n.Give(0, () => n.Writer.Neg(n.Gradient)))),
        ("Reciprocal", new(n => n.Give(0, () => n.Writer.Neg(n.Writer.Mul(n.Gradient, n.Writer.Square(n.Result)))))),
        ("Pow", new(Pow)),
        ("Sqrt", new(n => n.Give(0, () => n.Writer.Div(n.Writer.Mul(n.Gradient, 0.5), n.Result)))),
        ("Exp", new(n => n.Give(0, () => n.Writer.Mul(n.Gradient, n.Result)))),
        ("Log", new(n => n.Give(0, () => n.Writer.Div(n.Gradient, n.Input(0))))),
        ("Abs", new(n => n.Give(0, () => n.Writer.Mul(n.Gradient, n.Writer.Sign(n.Input(0)))))),
        ("Sin", new(n => n.Give(0, () => n.Writer.Mul(n.Gradient, n.Writer.Unary("Cos", n.Input(0)))))),
        ("Cos", new(n => n.Give(0, () => n.Writer.Neg(n.Writer.Mul(n.Gradient, n.Writer.Unary("Sin", n.Input(0))))))),
        ("Erf", new(Erf)),
        ("Max", new(n => Extreme(n, "Equal"))),
        ("Min", new(n => Extreme(n, "Equal"))),
        ("Clip", new(Clip)),
        ("Where", new(Where)),
        ("Cast", new(n => n.Give(0, () => n.Writer.Cast(n.Gradient, n.Input(0).Type)))),
        ("Floor", OperatorGradient.Zero),
        ("Ceil", OperatorGradient.Zero),
        ("Round", OperatorGradient.Zero),
        ("Sign", OperatorGradient.Zero),
    ];

    private static void Each(NodeGradient n, Action<int> give)
    {
        for (var i = 0; i < n.InputCount; i++)
        {
            give(i);
        }
    }

    private static void Mul(NodeGradient n)
    {
        n.Give(0, () => n.Writer.Mul(n.Gradient, n.Input(1)));
        n.Give(1, () => n.Writer.Mul(n.Gradient, n.Input(0)));
    }

    // d(a/b) = da/b - (a/b) db/b
    private static void Div(NodeGradient n)
    {
        var g = n.Writer;
        var share = g.Div(n.Gradient, n.Input(1));
        n.Give(0, share);
        n.Give(1, () => g.Neg(g.Mul(share, n.Result)));
    }

    // d(a^b) = b a^(b-1) da + a^b ln(a) db
    private static void Pow(NodeGradient n)
    {
        var g = n.Writer;
        var (a, b) = (n.Input(0), n.Input(1));
        n.Give(0, () => n.IsConstant(1, 2)
            ? g.Mul(n.Gradient, g.Mul(a, 2))
            : g.Mul(n.Gradient, g.Mul(b, g.Binary("Pow", a, g.Add(b, -1)))));
        n.Give(1, () => g.Mul(n.Gradient, g.Mul(n.Result, g.Log(a))));
    }

    // erf'(x) = 2/sqrt(pi) exp(-x^2) (Abramowitz and Stegun 7.1.19)
    private static void Erf(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        return g.Mul(n.Gradient, g.Mul(g.Exp(g.Neg(g.Square(n.Input(0)))), 2 / Math.Sqrt(Math.PI)));
    });

    // The arguments that reach the extreme share its gradient equally: one of the subgradients, and a symmetric one.
    private static void Extreme(NodeGradient n, string equal)
    {
        var g = n.Writer;
        var masks = Enumerable.Range(0, n.InputCount).Select(i => g.Mask(equal, n.Input(i), n.Result)).ToArray();
        var share = g.Div(n.Gradient, masks.Aggregate(g.Add));
        Each(n, i => n.Give(i, () => g.Mul(share, masks[i])));
    }

    // Passes where the value was left alone, the bounds included, as PyTorch's clamp does.
    private static void Clip(NodeGradient n)
    {
        var g = n.Writer;
        if (n.Optional(0) is not { } x)
        {
            return;
        }

        n.Give(0, () => g.Mul(n.Gradient, g.Mask("Equal", x, n.Result)));
    }

    private static void Where(NodeGradient n)
    {
        var g = n.Writer;
        n.Give(1, () => g.Mul(n.Gradient, g.Cast(n.Input(0), n.Gradient.Type)));
        n.Give(2, () => g.Mul(n.Gradient, g.Cast(g.Emit("Not", n.Input(0).Type, n.Input(0).Sizes(), [n.Input(0)]), n.Gradient.Type)));
    }
}
