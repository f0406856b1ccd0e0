using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests;

/// <summary>The input for which onnx/onnx publishes the outputs of its light models, and how near an engine must come.</summary>
internal static class ReferenceInput
{
    public static Tensor For(Value input)
    {
        int count = (int)input.Shape!.Elements();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(i / (double)count);
        return Tensor.From(input.Name, input.Shape.Sizes(), values);
    }

    public static bool IsClose(Tensor expected, Tensor actual)
    {
        var e = expected.As<float>();
        var a = actual.As<float>();
        if (e.Length == 0 || e.Length != a.Length) return false;
        for (int i = 0; i < e.Length; i++)
            if (!(Math.Abs(e[i] - a[i]) <= 1e-7 + 1e-3 * Math.Abs(e[i]))) return false;
        return true;
    }
}
