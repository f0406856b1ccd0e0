using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>The operators that gradients and training steps are written with. Shapes broadcast as in NumPy.</summary>
public static class TensorMath
{
    public static long[] Sizes(this Value value) => value.Shape!.Sizes();

    public static long Elements(this Value value) => value.Shape!.Elements();

    public static Value Add(this GraphWriter g, Value a, Value b) => g.Binary("Add", a, b);

    public static Value Sub(this GraphWriter g, Value a, Value b) => g.Binary("Sub", a, b);

    public static Value Mul(this GraphWriter g, Value a, Value b) => g.Binary("Mul", a, b);

    public static Value Mul(this GraphWriter g, Value a, double b) => b == 1 ? a : g.Binary("Mul", a, g.Constant(a.Type, b));

    public static Value Add(this GraphWriter g, Value a, double b) => b == 0 ? a : g.Binary("Add", a, g.Constant(a.Type, b));

    public static Value Div(this GraphWriter g, Value a, Value b) => g.Binary("Div", a, b);

    public static Value Pow(this GraphWriter g, Value a, double exponent) => g.Binary("Pow", a, g.Constant(a.Type, exponent));

    public static Value Square(this GraphWriter g, Value a) => g.Mul(a, a);

    public static Value Neg(this GraphWriter g, Value a) => g.Unary("Neg", a);

    public static Value Exp(this GraphWriter g, Value a) => g.Unary("Exp", a);

    public static Value Log(this GraphWriter g, Value a) => g.Unary("Log", a);

    public static Value Sqrt(this GraphWriter g, Value a) => g.Unary("Sqrt", a);

    public static Value Sign(this GraphWriter g, Value a) => g.Unary("Sign", a);

    public static Value Unary(this GraphWriter g, string op, Value a, params ReadOnlySpan<NodeAttribute> attributes) =>
        g.Emit(op, a.Type, a.Sizes(), [a], attributes);

    public static Value Binary(this GraphWriter g, string op, Value a, Value b) => g.Emit(op, a.Type, Broadcast(a, b), [a, b]);

    /// <summary>Greater, Less, Equal and their like: a tensor of truth values.</summary>
    public static Value Compare(this GraphWriter g, string op, Value a, Value b) => g.Emit(op, ElementType.Bool, Broadcast(a, b), [a, b]);

    /// <summary>1 where <paramref name="a"/> op <paramref name="b"/> holds, else 0. (Faster than Where on the runtime's CPU kernels.)</summary>
    public static Value Mask(this GraphWriter g, string op, Value a, Value b) => g.Cast(g.Compare(op, a, b), a.Type);

    public static Value Where(this GraphWriter g, Value condition, Value a, Value b) =>
        g.Emit("Where", a.Type, Broadcast(condition.Sizes(), Broadcast(a, b)), [condition, a, b]);

    public static Value Cast(this GraphWriter g, Value a, ElementType type) =>
        a.Type == type ? a : g.Emit("Cast", type, a.Sizes(), [a], new NodeAttribute("to", (long)type));

    public static Value Reshape(this GraphWriter g, Value a, params ReadOnlySpan<long> shape) =>
        a.Sizes().AsSpan().SequenceEqual(shape) ? a : g.Emit("Reshape", a.Type, shape, [a, g.Vector(shape)]);

    public static Value Expand(this GraphWriter g, Value a, ReadOnlySpan<long> shape) =>
        a.Sizes().AsSpan().SequenceEqual(shape) ? a : g.Emit("Expand", a.Type, shape, [a, g.Vector(shape)]);

    public static Value Transpose(this GraphWriter g, Value a, params ReadOnlySpan<long> permutation)
    {
        var sizes = a.Sizes();
        var result = new long[sizes.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = sizes[permutation[i]];
        }

        return g.Emit("Transpose", a.Type, result, [a], new NodeAttribute("perm", permutation));
    }

    /// <summary>Swaps the last two axes.</summary>
    public static Value TransposeMatrix(this GraphWriter g, Value a)
    {
        var permutation = new long[a.Rank];
        for (var i = 0; i < permutation.Length; i++)
        {
            permutation[i] = i;
        }

        (permutation[^1], permutation[^2]) = (permutation[^2], permutation[^1]);
        return g.Transpose(a, permutation);
    }

    /// <summary>Matrix product over the last two axes, both operands at least two-dimensional; leading axes broadcast.</summary>
    public static Value MatMul(this GraphWriter g, Value a, Value b)
    {
        var (left, right) = (a.Sizes(), b.Sizes());
        long[] result = [.. Broadcast(left[..^2], right[..^2]), left[^2], right[^1]];
        return g.Emit("MatMul", a.Type, result, [a, b]);
    }

    public static Value ReduceSum(this GraphWriter g, Value a, ReadOnlySpan<long> axes, bool keep = true) => g.Reduce("ReduceSum", a, axes, keep);

    public static Value ReduceMean(this GraphWriter g, Value a, ReadOnlySpan<long> axes, bool keep = true) => g.Reduce("ReduceMean", a, axes, keep);

    public static Value ReduceMax(this GraphWriter g, Value a, ReadOnlySpan<long> axes, bool keep = true) => g.Reduce("ReduceMax", a, axes, keep);

    public static Value Reduce(this GraphWriter g, string op, Value a, ReadOnlySpan<long> axes, bool keep)
    {
        if (axes.IsEmpty)
        {
            return a;
        }

        var result = new List<long>();
        var sizes = a.Sizes();
        for (var i = 0; i < sizes.Length; i++)
        {
            if (!axes.Contains(i))
            {
                result.Add(sizes[i]);
            }
            else if (keep)
            {
                result.Add(1);
            }
        }

        // The axes became an input in opset 13 for ReduceSum and in 18 for the others.
        var keepdims = new NodeAttribute("keepdims", keep ? 1L : 0L);
        return g.Opset >= (op == "ReduceSum" ? 13 : 18)
            ? g.Emit(op, a.Type, result.ToArray(), [a, g.Vector(axes)], keepdims)
            : g.Emit(op, a.Type, result.ToArray(), [a], keepdims, new NodeAttribute("axes", axes));
    }

    /// <summary>The sum of all elements, a scalar.</summary>
    public static Value SumAll(this GraphWriter g, Value a) => g.ReduceSum(a, AllAxes(a), keep: false);

    public static Value Concat(this GraphWriter g, long axis, params ReadOnlySpan<Value> parts)
    {
        if (parts.Length == 1)
        {
            return parts[0];
        }

        var result = parts[0].Sizes();
        var inputs = new Value?[parts.Length];
        result[axis] = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            inputs[i] = parts[i];
            result[axis] += parts[i].Sizes()[axis];
        }

        return g.Emit("Concat", parts[0].Type, result, inputs, new NodeAttribute("axis", axis));
    }

    /// <summary>Elements [<paramref name="starts"/>, <paramref name="ends"/>) of some axes, every <paramref name="steps"/>-th; a negative step goes backwards.</summary>
    public static Value Slice(this GraphWriter g, Value a, ReadOnlySpan<long> axes, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends, ReadOnlySpan<long> steps)
    {
        var result = a.Sizes();
        for (var i = 0; i < axes.Length; i++)
        {
            result[axes[i]] = (ends[i] - starts[i] + steps[i] - Math.Sign(steps[i])) / steps[i];
        }

        return g.Emit("Slice", a.Type, result, [a, g.Vector(starts), g.Vector(ends), g.Vector(axes), g.Vector(steps)]);
    }

    /// <summary>Zeros before and after each axis; a negative pad cuts elements off.</summary>
    public static Value Pad(this GraphWriter g, Value a, ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        if (!before.ContainsAnyExcept(0L) && !after.ContainsAnyExcept(0L))
        {
            return a;
        }

        var result = a.Sizes();
        for (var i = 0; i < result.Length; i++)
        {
            result[i] += before[i] + after[i];
        }

        return g.Emit("Pad", a.Type, result, [a, g.Vector([.. before, .. after])]);
    }

    /// <summary>
    /// Sums a gradient over the axes along which its value was broadcast: the adjoint of broadcasting.
    /// </summary>
    public static Value SumTo(this GraphWriter g, Value gradient, Value like)
    {
        var (from, to) = (gradient.Sizes(), like.Sizes());
        if (from.AsSpan().SequenceEqual(to))
        {
            return gradient;
        }

        var lead = from.Length - to.Length;
        var axes = new List<long>();
        for (var i = 0; i < from.Length; i++)
        {
            if (i < lead || (to[i - lead] == 1 && from[i] != 1))
            {
                axes.Add(i);
            }
        }

        return g.Reshape(g.ReduceSum(gradient, axes.ToArray()), to);
    }

    public static long[] AllAxes(Value a)
    {
        var axes = new long[a.Rank];
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = i;
        }

        return axes;
    }

    public static long[] Broadcast(Value a, Value b) => Broadcast(a.Sizes(), b.Sizes());

    public static long[] Broadcast(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        var result = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (x, y) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            result[^i] = x == 1 ? y : y == 1 || x == y
                ? x
                : throw new ArgumentException($"shapes [{string.Join(',', a.ToArray())}] and [{string.Join(',', b.ToArray())}] do not broadcast");
        }

        return result;
    }
}
