using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// A loss on one output of the network, averaged over the batch and multiplied by <see cref="Weight"/>. Several are summed.
/// Each writes its value and its own gradient, which is simpler and more exact than differentiating the value.
/// </summary>
/// <param name="Output">The network's output it looks at.</param>
/// <param name="Target">The name of the train step's input that holds what the output should have been.</param>
public abstract record Loss(string Output, string Target)
{
    public float Weight { get; init; } = 1;

    /// <returns>The loss, a scalar, and its gradient by the output.</returns>
    internal abstract (Value Loss, Value Gradient) Write(GraphWriter g, Value output);

    /// <summary>The target's input; losses that look at the same target share it.</summary>
    private protected Value TargetInput(GraphWriter g, ElementType type, ReadOnlySpan<long> shape) =>
        g.Has(Target) ? g[Target] : g.Input(Target, type, shape);
}

/// <summary>
/// Cross-entropy of logits [..., classes] with class indices [...], the target smoothed by <paramref name="Smoothing"/> (Szegedy et
/// al. 2016, section 7). Places of class <paramref name="IgnoreIndex"/> count for nothing: the filling behind a short text.
/// </summary>
public sealed record CrossEntropy(string Output = "logits", string Target = "labels", float Smoothing = 0, long IgnoreIndex = -100) : Loss(Output, Target)
{
    /// <summary>
    /// An input [classes] added to the logits, in training only: with the logarithm of how often each class is seen, the network learns what does not
    /// depend on that (Menon et al. 2021, section 4.2). Null for none.
    /// </summary>
    public string? LogPrior { get; init; }

    internal override (Value Loss, Value Gradient) Write(GraphWriter g, Value output)
    {
        var sizes = output.Sizes();
        var classes = sizes[^1];
        var rows = output.Elements() / classes;
        var logits = g.Reshape(output, rows, classes);
        if (LogPrior is not null)
        {
            logits = g.Add(logits, g.Reshape(g.Has(LogPrior) ? g[LogPrior] : g.Input(LogPrior, output.Type, [classes]), 1, classes));
        }

        var labels = g.Reshape(TargetInput(g, ElementType.Int64, sizes[..^1]), rows, 1);
        var ascending = g.Initializer(Tensor.From(g.Fresh("classes"), [1, classes], [.. Enumerable.Range(0, (int)classes).Select(i => (long)i)]));
        var hot = g.Mask("Equal", g.Cast(labels, ElementType.Float), g.Cast(ascending, ElementType.Float));
        var ignored = g.Cast(g.Compare("Equal", labels, g.Constant(ElementType.Int64, IgnoreIndex)), ElementType.Float);
        var counted = g.Sub(g.Constant(ElementType.Float, 1), ignored);
        var target = g.Mul(g.Add(g.Mul(g.Cast(hot, ElementType.Float), 1 - Smoothing), Smoothing / classes), counted);   // rows sum to 1, or 0
        (target, counted) = (g.Cast(target, output.Type), g.Cast(counted, output.Type));
        var logarithm = g.Emit("LogSoftmax", output.Type, logits.Sizes(), [logits], new NodeAttribute("axis", 1L));
        var scale = g.Div(g.Constant(output.Type, Weight), g.Binary("Max", g.SumAll(counted), g.Constant(output.Type, 1)));
        var loss = g.Neg(g.Mul(g.SumAll(g.Mul(target, logarithm)), scale));
        return (loss, g.Reshape(g.Mul(g.Sub(g.Mul(g.Exp(logarithm), counted), target), scale), sizes));
    }
}

/// <summary>Mean squared error against a target of the output's own shape.</summary>
public sealed record MeanSquaredError(string Output, string Target) : Loss(Output, Target)
{
    internal override (Value Loss, Value Gradient) Write(GraphWriter g, Value output)
    {
        var difference = g.Sub(output, TargetInput(g, output.Type, output.Sizes()));
        var scale = Weight / (double)output.Elements();
        return (g.Mul(g.SumAll(g.Square(difference)), scale), g.Mul(difference, 2 * scale));
    }
}

/// <summary>
/// Distillation (Hinton, Vinyals and Dean 2015, section 2): the Kullback-Leibler divergence of the network's softened logits from those
/// of a teacher, both [batch, classes], times temperature squared so that its gradient keeps its size.
/// </summary>
public sealed record Distillation(string Output, string Target, float Temperature = 4) : Loss(Output, Target)
{
    internal override (Value Loss, Value Gradient) Write(GraphWriter g, Value output)
    {
        var teacher = LogSoftmax(g, TargetInput(g, output.Type, output.Sizes()));
        var student = LogSoftmax(g, output);
        var wanted = g.Exp(teacher);
        var batch = output.Sizes()[0];
        var loss = g.Mul(g.SumAll(g.Mul(wanted, g.Sub(teacher, student))), (double)Weight * Temperature * Temperature / batch);
        return (loss, g.Mul(g.Sub(g.Exp(student), wanted), (double)Weight * Temperature / batch));
    }

    private Value LogSoftmax(GraphWriter g, Value logits) =>
        g.Emit("LogSoftmax", logits.Type, logits.Sizes(), [g.Mul(logits, 1 / Temperature)], new NodeAttribute("axis", 1L));
}
