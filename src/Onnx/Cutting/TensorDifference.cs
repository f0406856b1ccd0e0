using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>Compares tensors element by element.</summary>
public static class TensorDifference
{
    /// <summary>The largest absolute difference. NaN equals NaN, an infinity itself; otherwise those, types and shapes differ infinitely.</summary>
    public static double MaxAbs(Tensor a, Tensor b)
    {
        if (a.Type != b.Type || !a.Dims.SequenceEqual(b.Dims)) return double.PositiveInfinity;
        double[] left = Numbers(a), right = Numbers(b);
        double max = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i].Equals(right[i])) continue;
            double difference = Math.Abs(left[i] - right[i]);
            max = Math.Max(max, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }
        return max;
    }

    /// <summary>The flat index of the largest element, the first of equals.</summary>
    public static int ArgMax(Tensor tensor)
    {
        double[] numbers = Numbers(tensor);
        int best = 0;
        for (int i = 1; i < numbers.Length; i++)
            if (numbers[i] > numbers[best]) best = i;
        return best;
    }

    private static double[] Numbers(Tensor t) => t.Type switch
    {
        ElementType.Float => Convert<float>(t, v => v),
        ElementType.Double => Convert<double>(t, v => v),
        ElementType.Float16 => Convert<Half>(t, v => (double)v),
        ElementType.BFloat16 => Convert<ushort>(t, v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
        ElementType.Int64 => Convert<long>(t, v => v),
        ElementType.UInt64 => Convert<ulong>(t, v => v),
        ElementType.Int32 => Convert<int>(t, v => v),
        ElementType.UInt32 => Convert<uint>(t, v => v),
        ElementType.Int16 => Convert<short>(t, v => v),
        ElementType.UInt16 => Convert<ushort>(t, v => v),
        ElementType.Int8 => Convert<sbyte>(t, v => v),
        _ => Convert<byte>(t, v => v),
    };

    private static double[] Convert<T>(Tensor tensor, Func<T, double> number) where T : unmanaged
    {
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(tensor.Bytes.Span);
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = number(values[i]);
        return numbers;
    }
}
