namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Operators that work element by element, and normalisations, which keep their input's shape.</summary>
internal static class ElementwiseRules
{
    private static readonly string[] SameAsInput =
    [
        "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BitwiseNot", "Ceil", "Celu", "Clip", "Cos", "Cosh", "CumSum", "Elu", "Erf",
        "Exp", "Floor", "Gelu", "GroupNormalization", "HardSigmoid", "HardSwish", "Hardmax", "Identity", "InstanceNormalization", "LRN",
        "LeakyRelu", "Log", "LogSoftmax", "LpNormalization", "MeanVarianceNormalization", "Mish", "Neg", "Not", "PRelu", "Reciprocal", "Relu",
        "ReverseSequence", "Round", "Scatter", "ScatterElements", "ScatterND", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh", "Softmax",
        "Softplus", "Softsign", "Sqrt", "Swish", "Tan", "Tanh", "ThresholdedRelu", "Trilu", "FastGelu", "BiasGelu", "QuickGelu",
    ];

    private static readonly string[] Arithmetic =
        ["Add", "Sub", "Mul", "Div", "Pow", "Mod", "Max", "Min", "Sum", "Mean", "And", "Or", "Xor", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor"];

    private static readonly string[] Comparisons = ["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"];

    public static void AddTo(RuleTable rules)
    {
        foreach (string op in SameAsInput) rules[op] = c => c.Like(0);
        foreach (string op in Arithmetic) rules[op] = c => RuleContext.One(c.Type(0), Broadcasted(c));
        foreach (string op in Comparisons) rules[op] = c => RuleContext.One(ElementType.Bool, Broadcasted(c));
        rules["IsNaN"] = rules["IsInf"] = c => RuleContext.One(ElementType.Bool, c.Shape(0));
        rules["Where"] = c => RuleContext.One(c.Type(1), Broadcasted(c));
        rules["Cast"] = c => RuleContext.One((ElementType)c.Node.Int("to", 0), c.Shape(0));
        rules["CastLike"] = c => RuleContext.One(c.Type(1), c.Shape(0));
        rules["Dropout"] = c => [.. c.Like(0), new(c.Opset >= 10 ? ElementType.Bool : c.Type(0), c.Shape(0))];
        rules["BatchNormalization"] = c =>
        {
            var channel = c.Input(1);
            return [.. c.Like(0), .. Enumerable.Repeat(new Inferred(channel?.Type ?? ElementType.Undefined, channel?.Shape), 4)];
        };
        rules["LayerNormalization"] = c => [.. c.Like(0), Statistic(c), Statistic(c)];
        rules["QuantizeLinear"] = c => RuleContext.One(
            c.Has(2) ? c.Type(2) : (ElementType)c.Node.Int("output_dtype", (long)ElementType.UInt8), c.Shape(0));
        rules["DequantizeLinear"] = c => RuleContext.One(c.Type(1), c.Shape(0));
        rules["DynamicQuantizeLinear"] = c =>
            [new(ElementType.UInt8, c.Shape(0)), new(ElementType.Float, Shape.Scalar), new(ElementType.UInt8, Shape.Scalar)];
    }

    /// <summary>Mean and inverse deviation of LayerNormalization: the shape with the normalised axes 1. Computed in float.</summary>
    private static Inferred Statistic(RuleContext c)
    {
        if (c.Shape(0) is not { } shape) return new(ElementType.Float, null);
        int first = shape.Axis(c.Node.Int("axis", -1));
        return new(ElementType.Float, Shape.Of(shape.Select((d, axis) => axis < first ? d : 1)));
    }

    private static Shape? Broadcasted(RuleContext c)
    {
        // Before operator set 7 the second operand is stretched to the first by an attribute.
        if (c.Opset < 7) return c.Shape(0);
        Shape?[] shapes = [.. Enumerable.Range(0, c.Node.Inputs.Length).Select(c.Shape)];
        try
        {
            return Broadcast.Of(shapes);
        }
        catch (ArgumentException)
        {
            return c.Fail($"inputs of shapes {string.Join(" and ", shapes)} do not broadcast");
        }
    }
}
