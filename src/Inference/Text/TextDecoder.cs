using System.Collections.Immutable;
using System.Numerics.Tensors;
using EdgeActors.Inference.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Inference.Text;

/// <summary>
/// Runs an exported text decoder one token after another, whatever its way of keeping keys and values: none, a cache that grows, one of a
/// fixed size, two graphs, or two graphs merged into one. Ours (<see cref="Encoded"/> only at the first token, appended to an empty cache) is
/// one of them. Safe for several threads.
/// </summary>
/// <param name="first">For the first token, and for the others too where there is no <paramref name="next"/>.</param>
/// <param name="next">For all but the first token; takes the cache.</param>
public sealed class TextDecoder(PartitionSession first, PartitionSession? next = null) : IDisposable
{
    private readonly DecoderSignature _first = DecoderSignature.Of(first);
    private readonly DecoderSignature? _next = next is null ? null : DecoderSignature.Of(next);

    /// <summary>What a picture or a question was encoded to.</summary>
    /// <param name="Features">float32 <c>[1, t, width]</c>.</param>
    /// <param name="Mask">Of the t vectors, 1 for those that count; null: all.</param>
    public sealed record Encoded(TensorData Features, IReadOnlyList<long>? Mask = null);

    /// <summary>Reads one more token.</summary>
    /// <returns>Log-probabilities of what comes after it, one for each token of the vocabulary, and the longer text.</returns>
    internal (float[] LogProbabilities, DecoderState State) Step(Encoded encoded, DecoderState state, int token)
    {
        var tokens = state.Tokens.Add(token);
        var (session, signature) = state.Length > 0 && next is not null ? (next, _next!) : (first, _first);
        var keeps = (_next ?? _first).Cache.Count > 0;
        IReadOnlyList<int> read = keeps ? [token] : tokens;
        var outputs = session.Run(Feed(signature, encoded, state, read)).ToDictionary(o => o.Name);
        var logits = outputs[DecoderSignature.Logits];
        var vocabulary = (int)logits.Shape[^1];
        return (LogSoftmax(logits.Floats[^vocabulary..]), new DecoderState(tokens, Kept(state, outputs)));
    }

    public void Dispose()
    {
        first.Dispose();
        next?.Dispose();
    }

    private List<TensorData> Feed(DecoderSignature signature, Encoded encoded, DecoderState state, IReadOnlyList<int> read)
    {
        var past = state.Length + 1 - read.Count;
        var feed = new List<TensorData> { Whole(signature.Ids, read.Select(t => (long)t), [1, read.Count]) };
        if (signature.Encoded is { } features) feed.Add(FeaturesFor(signature, features, encoded, state));
        if (signature.EncodedMask is { } encodedMask)
        {
            var count = encoded.Features.Shape[1];
            feed.Add(Whole(encodedMask, encoded.Mask ?? [.. Enumerable.Repeat(1L, (int)count)], [1, count]));
        }
        if (signature.Mask is { } mask)
        {
            var (known, size) = (past + read.Count, mask.Shape[^1] > 0 ? (int)mask.Shape[^1] : past + read.Count);
            feed.Add(Whole(mask, Enumerable.Range(0, size).Select(i => i < known ? 1L : 0L), [1, size]));
        }
        if (signature.Positions is { } positions)
            feed.Add(Whole(positions, Enumerable.Range(past, read.Count).Select(i => (long)i), positions.Shape.Count == 1 ? [read.Count] : [1, read.Count]));
        if (signature.UseCache is { } useCache) feed.Add(new TensorData(useCache.Name, TensorElementType.Bool, [1], [(byte)(state.Length > 0 ? 1 : 0)]));
        foreach (var spec in signature.Cache) feed.Add(state.Cache.GetValueOrDefault(spec.Name) ?? NoPast(spec));
        return feed;
    }

    /// <summary>A graph of one file without a switch appends what it is given to its cache: after the first token that is nothing.</summary>
    private TensorData FeaturesFor(DecoderSignature signature, TensorSpec input, Encoded encoded, DecoderState state)
    {
        var appends = next is null && signature.UseCache is null && signature.Cache.Any(c => DecoderSignature.IsOfEncoded(c.Name));
        return appends && state.Length > 0
            ? TensorData.OfFloats(input.Name, [1, 0, encoded.Features.Shape[2]], [])
            : encoded.Features.Named(input.Name);
    }

    /// <summary>What is kept for the next token. A merged graph gives no keys of what was encoded after the first token: the old ones stay.</summary>
    private ImmutableDictionary<string, TensorData> Kept(DecoderState state, Dictionary<string, TensorData> outputs)
    {
        var kept = state.Cache;
        foreach (var past in (_next ?? _first).Cache)
        {
            if (!outputs.TryGetValue(DecoderSignature.PresentOf(past.Name), out var now)) continue;
            var stays = DecoderSignature.IsOfEncoded(past.Name) && state.Length > 0 && now.Count == 0;
            if (!stays) kept = kept.SetItem(past.Name, now.Named(past.Name));
        }
        return kept;
    }

    /// <summary>No tokens yet: a cache without length, or one of a fixed size that holds zeros.</summary>
    private static TensorData NoPast(TensorSpec spec)
    {
        // [batch, heads, tokens, width of a head]; open axes are the batch and the tokens.
        long[] shape = [.. spec.Shape.Select((size, axis) => size >= 0 ? size : axis == 0 ? 1L : 0L)];
        return new TensorData(spec.Name, spec.ElementType, shape, new byte[shape.Aggregate(1L, (n, d) => n * d) * ElementTypes.SizeOf(spec.ElementType)]);
    }

    /// <summary>Whole numbers in the type that the graph wants.</summary>
    private static TensorData Whole(TensorSpec spec, IEnumerable<long> values, long[] shape) => spec.ElementType switch
    {
        TensorElementType.Int64 => TensorData.OfInt64s(spec.Name, shape, [.. values]),
        TensorElementType.Int32 => new TensorData(spec.Name, spec.ElementType, shape, [.. values.SelectMany(v => BitConverter.GetBytes((int)v))]),
        TensorElementType.Float => TensorData.OfFloats(spec.Name, shape, [.. values.Select(v => (float)v)]),
        TensorElementType.Bool => new TensorData(spec.Name, spec.ElementType, shape, [.. values.Select(v => (byte)v)]),
        _ => throw new TextException(TextException.DecoderUnknown, $"The decoder wants {spec} as whole numbers or truth values."),
    };

    private static float[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        var shifted = new float[logits.Length];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shifted);
        var sum = 0.0;
        foreach (var value in shifted) sum += Math.Exp(value);
        if (!double.IsFinite(sum))
            throw new SessionException(SessionException.RunFailed, "The decoder's logits are not finite: the features or the weights are damaged.");
        TensorPrimitives.Subtract(shifted, (float)Math.Log(sum), shifted);
        return shifted;
    }
}
