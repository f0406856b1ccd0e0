using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Networks;

/// <summary>
/// The layers of a transformer (Vaswani et al. 2017) that normalises first, written into a graph whose batch and sequence axes may be
/// open, weights drawn by seed. Sequences are [batch, length, width], keys and values [batch, heads, length, width / heads], what a query may not look
/// at is added to its scores as a large negative number.
/// </summary>
/// <param name="depth">Layers of the stack: what each branch adds starts smaller in a deeper one, so that the sum keeps its size.</param>
public sealed class TransformerLayers(GraphBuilder g, int width, int heads, int expansion, int depth, long seed)
{
    private const float Forbidden = -1e4f;

    /// <summary>Of embeddings and positions (Devlin et al. 2019).</summary>
    private const double EmbeddingDeviation = 0.02;

    private readonly long _perHead = width / heads;
    private readonly double _last = Math.Sqrt(1.0 / width / (2 * depth));
    private int _drawn;

    /// <summary>Keys and values of one sequence.</summary>
    public sealed record Memory(Value Keys, Value Values);

    /// <summary>One vector for each id: [..., width].</summary>
    public Value Embedding(string name, Value ids, long vocabulary) => g.Gather(Normal($"{name}.weight", [vocabulary, width], EmbeddingDeviation), ids);

    /// <summary>Adds a trained vector for each place in the sequence.</summary>
    /// <param name="places">int64 [length].</param>
    public Value Positions(string name, Value x, Value places, long most) => g.Add(x, g.Gather(Normal($"{name}.weight", [most, width], EmbeddingDeviation), places));

    public Value Linear(string name, Value x, long inputs, long outputs, double? deviation = null)
    {
        var product = g.MatMul(x, Normal($"{name}.weight", [inputs, outputs], deviation ?? Math.Sqrt(1.0 / inputs)));
        return g.Add(product, g.Weight($"{name}.bias", [outputs], new float[outputs]));
    }

    public Value Normalization(string name, Value x)
    {
        var ones = new float[width];
        Array.Fill(ones, 1);
        return g.Op("LayerNormalization", [x, g.Weight($"{name}.weight", [width], ones), g.Weight($"{name}.bias", [width], new float[width])], new NodeAttribute("axis", -1L));
    }

    /// <summary>x plus what attention among its own places finds.</summary>
    /// <param name="past">Of earlier places, which come first; null for none.</param>
    /// <param name="bias">Broadcasts to [batch, heads, length, past + length]; null where every place may look at every other.</param>
    /// <returns>The sum, and the keys and values of all places.</returns>
    public (Value Sum, Memory All) SelfAttention(string name, Value x, Value? bias, Memory? past = null)
    {
        using var scope = g.Scope(name);
        var normal = Normalization("norm", x);
        var memory = Append(past, MemoryOf(normal));
        return (g.Add(x, Attend(normal, memory, bias)), memory);
    }

    /// <summary>x plus what it finds in another sequence.</summary>
    /// <param name="other">Its places are appended to <paramref name="past"/>: with a cache at hand, none are left to append.</param>
    /// <param name="texts">
    /// Sequences that look at each other sequence, one after another in the batch of x: their places stand side by side for this, so keys and
    /// values are computed and read once for all of them. Needs a known length of x.
    /// </param>
    public (Value Sum, Memory All) CrossAttention(string name, Value x, Value other, Value? bias, Memory? past = null, int texts = 1)
    {
        using var scope = g.Scope(name);
        var memory = Append(past, MemoryOf(other));
        var normal = Normalization("norm", x);
        if (texts == 1) return (g.Add(x, Attend(normal, memory, bias)), memory);
        var length = x.Shape![1].Size;
        var found = Attend(g.Reshape(normal, -1, texts * length, width), memory, bias);
        return (g.Add(x, g.Reshape(found, -1, length, width)), memory);
    }

    /// <summary>x plus a hidden layer of its own at each place, with x sigmoid(1.702 x) between (Hendrycks and Gimpel 2016, section 2).</summary>
    public Value FeedForward(string name, Value x)
    {
        using var scope = g.Scope(name);
        long hidden = width * expansion;
        var inner = g.QuickGelu(Linear("expand", Normalization("norm", x), width, hidden));
        return g.Add(x, Linear("contract", inner, hidden, width, _last / Math.Sqrt(expansion)));
    }

    /// <summary>From a mask of 1 (counts) and 0 (filling), int64 [batch, length], a bias [batch, 1, 1, length].</summary>
    public Value Filling(Value mask) =>
        g.Unsqueeze(g.Mul(g.Sub(g.Scalar(1f), g.Cast(mask, ElementType.Float)), g.Scalar(Forbidden)), 1, 2);

    /// <summary>No place looks ahead: a bias [length, keys].</summary>
    /// <param name="places">int64 [length], of the queries.</param>
    /// <param name="keys">int64 [keys], of what they look at.</param>
    public Value Causal(Value places, Value keys) =>
        g.Mul(g.Cast(g.Greater(g.Unsqueeze(keys, 0), g.Unsqueeze(places, 1)), ElementType.Float), g.Scalar(Forbidden));

    private Memory MemoryOf(Value x) => new(Heads(Linear("key", x, width, width)), Heads(Linear("value", x, width, width)));

    private Memory Append(Memory? past, Memory now) => past is null
        ? now
        : new Memory(g.Concat(2, past.Keys, now.Keys), g.Concat(2, past.Values, now.Values));

    private Value Attend(Value x, Memory memory, Value? bias)
    {
        var queries = Heads(g.Mul(Linear("query", x, width, width), g.Scalar((float)(1 / Math.Sqrt(_perHead)))));
        var scores = g.MatMul(queries, g.Transpose(memory.Keys, 0, 1, 3, 2));
        var weights = g.Softmax(bias is null ? scores : g.Add(scores, bias));
        var mixed = g.Transpose(g.MatMul(weights, memory.Values), 0, 2, 1, 3);
        return Linear("output", g.Reshape(mixed, 0, 0, width), width, width, _last);
    }

    /// <summary>[batch, length, width] to [batch, heads, length, width / heads].</summary>
    private Value Heads(Value x) => g.Transpose(g.Reshape(x, 0, 0, heads, _perHead), 0, 2, 1, 3);

    private Value Normal(string name, ReadOnlySpan<long> shape, double deviation)
    {
        var random = new SeededRandom(seed, _drawn++);
        return g.Weight(name, shape, random.NextNormals(Shape.Of(shape).Elements(), deviation));
    }
}
