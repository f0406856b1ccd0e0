namespace EdgeActors.Onnx.Graphs;

/// <summary>Operators element by element, products and reductions. Binary ones broadcast.</summary>
public sealed partial class GraphBuilder
{
    public Value Add(Value a, Value b) => Op("Add", [a, b]);

    public Value Sub(Value a, Value b) => Op("Sub", [a, b]);

    public Value Mul(Value a, Value b) => Op("Mul", [a, b]);

    public Value Div(Value a, Value b) => Op("Div", [a, b]);

    public Value Pow(Value a, Value b) => Op("Pow", [a, b]);

    public Value Max(Value a, Value b) => Op("Max", [a, b]);

    public Value Min(Value a, Value b) => Op("Min", [a, b]);

    /// <summary>The sum of any number of values.</summary>
    public Value Sum(params ReadOnlySpan<Value?> values) => values.Length == 1 ? values[0]! : Op("Sum", values);

    public Value Neg(Value x) => Op("Neg", [x]);

    public Value Abs(Value x) => Op("Abs", [x]);

    public Value Sign(Value x) => Op("Sign", [x]);

    public Value Round(Value x) => Op("Round", [x]);

    public Value Floor(Value x) => Op("Floor", [x]);

    public Value Sqrt(Value x) => Op("Sqrt", [x]);

    public Value Reciprocal(Value x) => Op("Reciprocal", [x]);

    public Value Exp(Value x) => Op("Exp", [x]);

    public Value Log(Value x) => Op("Log", [x]);

    public Value Erf(Value x) => Op("Erf", [x]);

    public Value Relu(Value x) => Op("Relu", [x]);

    public Value LeakyRelu(Value x, float alpha = 0.01f) => Op("LeakyRelu", [x], new NodeAttribute("alpha", alpha));

    /// <summary>Gelu, exact or by its tanh approximation. Needs operator set 20.</summary>
    public Value Gelu(Value x, bool approximate = false) => Op("Gelu", [x], new NodeAttribute("approximate", approximate ? "tanh" : "none"));

    public Value Sigmoid(Value x) => Op("Sigmoid", [x]);

    /// <summary>x sigmoid(1.702 x), the cheap form of Gelu (Hendrycks and Gimpel 2016, section 2). In any operator set.</summary>
    public Value QuickGelu(Value x) => Mul(x, Sigmoid(Mul(x, Scalar(1.702f))));

    public Value Tanh(Value x) => Op("Tanh", [x]);

    public Value Clip(Value x, Value? min = null, Value? max = null) => Op("Clip", [x, min, max]);

    public Value Softmax(Value x, long axis = -1) => Op("Softmax", [x], new NodeAttribute("axis", axis));

    public Value LogSoftmax(Value x, long axis = -1) => Op("LogSoftmax", [x], new NodeAttribute("axis", axis));

    public Value Equal(Value a, Value b) => Op("Equal", [a, b]);

    public Value Less(Value a, Value b) => Op("Less", [a, b]);

    public Value LessOrEqual(Value a, Value b) => Op("LessOrEqual", [a, b]);

    public Value Greater(Value a, Value b) => Op("Greater", [a, b]);

    public Value GreaterOrEqual(Value a, Value b) => Op("GreaterOrEqual", [a, b]);

    public Value And(Value a, Value b) => Op("And", [a, b]);

    public Value Or(Value a, Value b) => Op("Or", [a, b]);

    public Value Not(Value x) => Op("Not", [x]);

    public Value Where(Value condition, Value yes, Value no) => Op("Where", [condition, yes, no]);

    public Value Cast(Value x, ElementType type) => x.Type == type ? x : Op("Cast", [x], new NodeAttribute("to", (long)type));

    public Value Identity(Value x) => Op("Identity", [x]);

    public Value MatMul(Value a, Value b) => Op("MatMul", [a, b]);

    /// <summary>alpha * A' B' + beta * C with A' and B' transposed where asked.</summary>
    public Value Gemm(Value a, Value b, Value? c = null, bool transA = false, bool transB = false, float alpha = 1, float beta = 1) =>
        Op("Gemm", [a, b, c], new("transA", transA ? 1L : 0L), new("transB", transB ? 1L : 0L), new("alpha", alpha), new("beta", beta));

    public Value ReduceSum(Value x, ReadOnlySpan<long> axes, bool keep = true) => Reduce("ReduceSum", 13, x, axes, keep);

    public Value ReduceMean(Value x, ReadOnlySpan<long> axes, bool keep = true) => Reduce("ReduceMean", 18, x, axes, keep);

    public Value ReduceMax(Value x, ReadOnlySpan<long> axes, bool keep = true) => Reduce("ReduceMax", 18, x, axes, keep);

    public Value ReduceSumSquare(Value x, ReadOnlySpan<long> axes, bool keep = true) => Reduce("ReduceSumSquare", 18, x, axes, keep);

    public Value ArgMax(Value x, long axis, bool keep = true) =>
        Op("ArgMax", [x], new("axis", axis), new("keepdims", keep ? 1L : 0L));

    /// <param name="inputSince">The operator set in which the axes moved from an attribute to an input.</param>
    private Value Reduce(string op, long inputSince, Value x, ReadOnlySpan<long> axes, bool keep)
    {
        var kept = new NodeAttribute("keepdims", keep ? 1L : 0L);
        if (axes.IsEmpty) return Op(op, [x], kept);
        return Opset >= inputSince ? Op(op, [x, Int64s(axes)], kept) : Op(op, [x], kept, new("axes", axes));
    }
}
