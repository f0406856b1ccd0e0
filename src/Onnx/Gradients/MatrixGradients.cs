using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Matrix products: for Y = A B, dA = dY Bᵀ and dB = Aᵀ dY (Petersen and Pedersen, "The Matrix Cookbook", 2012, section 2).
/// </summary>
internal static class MatrixGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("MatMul", new(MatMul)),
        ("Gemm", new(Gemm)),
    ];

    private static void MatMul(NodeGradient n)
    {
        var g = n.Writer;
        var (a, b) = (n.Input(0), n.Input(1));
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw GradientException.Unsupported(n.Node, "a vector as an operand: reshape it to a matrix");
        }

        if (b.Rank == 2)
        {
            // One product over all leading axes at once, instead of a batch of them and a sum.
            var (rows, inner, columns) = (a.Elements() / a.Sizes()[^1], a.Sizes()[^1], b.Sizes()[^1]);
            var dy = g.Reshape(n.Gradient, rows, columns);
            n.Give(0, () => g.Reshape(Product(g, dy, b, [rows, inner], transposeRight: true), a.Sizes()));
            n.Give(1, () => Product(g, g.Reshape(a, rows, inner), dy, [inner, columns], transposeLeft: true));
            return;
        }

        n.Give(0, () => g.MatMul(n.Gradient, g.TransposeMatrix(b)));
        n.Give(1, () => g.MatMul(g.TransposeMatrix(a), n.Gradient));
    }

    // Y = alpha A' B' + beta C, A' and B' transposed where the attributes say so.
    private static void Gemm(NodeGradient n)
    {
        var g = n.Writer;
        var (a, b) = (n.Input(0), n.Input(1));
        var (transA, transB) = (n.Node.Int("transA", 0) != 0, n.Node.Int("transB", 0) != 0);
        var dy = n.Gradient;
        var scaled = g.Mul(dy, n.Node.Float("alpha", 1));
        n.Give(0, () => transA
            ? Product(g, b, scaled, a.Sizes(), transposeLeft: transB, transposeRight: true)
            : Product(g, scaled, b, a.Sizes(), transposeRight: !transB));
        n.Give(1, () => transB
            ? Product(g, scaled, a, b.Sizes(), transposeLeft: true, transposeRight: transA)
            : Product(g, a, scaled, b.Sizes(), transposeLeft: !transA));
        n.Give(2, () => g.Mul(dy, n.Node.Float("beta", 1)));
    }

    /// <summary>A product of two matrices, either transposed, without a transposed copy.</summary>
    internal static Value Product(GraphWriter g, Value a, Value b, ReadOnlySpan<long> shape, bool transposeLeft = false, bool transposeRight = false) =>
        g.Emit("Gemm", a.Type, shape, [a, b], new NodeAttribute("transA", transposeLeft ? 1L : 0L), new NodeAttribute("transB", transposeRight ? 1L : 0L));
}
