namespace EdgeActors.Inference.Sessions;

/// <summary>Several requests through one run of a session: concatenated on axis 0, run, and split again.</summary>
public static class Batching
{
    /// <summary>
    /// Results in the order of the requests. Where the graph has no free batch axis, or the requests differ beyond axis 0, they are run
    /// one after another: the answer is the same, only the gain is lost.
    /// </summary>
    /// <exception cref="SessionException">As <see cref="PartitionSession.Run"/>.</exception>
    public static IReadOnlyList<IReadOnlyList<TensorData>> RunBatch(
        this PartitionSession session, IReadOnlyList<IReadOnlyList<TensorData>> requests)
    {
        if (requests.Count == 1 || !session.CanBatch || !requests.All(r => SameBeyondBatch(r, requests[0])))
            return [.. requests.Select(session.Run)];

        var rows = requests.Select(r => (int)r[0].Shape[0]).ToArray();
        var joined = session.Inputs.Select(i => Concatenate(i.Name, [.. requests.Select(r => Find(r, i.Name))])).ToArray();
        var outputs = session.Run(joined);
        var total = rows.Sum();
        return outputs.All(o => o.Shape.Length > 0 && o.Shape[0] == total)
            ? Split(outputs, rows)
            : [.. requests.Select(session.Run)];
    }

    /// <summary>Along axis 0.</summary>
    public static TensorData Concatenate(string name, IReadOnlyList<TensorData> parts)
    {
        var bytes = new byte[parts.Sum(p => (long)p.Bytes.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.Bytes.CopyTo(bytes, at);
            at += part.Bytes.Length;
        }
        return new TensorData(name, parts[0].ElementType, [parts.Sum(p => p.Shape[0]), .. parts[0].Shape[1..]], bytes);
    }

    private static IReadOnlyList<TensorData>[] Split(IReadOnlyList<TensorData> outputs, int[] rows)
    {
        var results = new IReadOnlyList<TensorData>[rows.Length];
        var first = 0;
        for (var r = 0; r < rows.Length; r++)
        {
            var (from, count) = (first, rows[r]);
            results[r] = [.. outputs.Select(o => Rows(o, from, count))];
            first += count;
        }
        return results;
    }

    private static TensorData Rows(TensorData tensor, int first, int count)
    {
        var rowBytes = (int)(tensor.Bytes.Length / tensor.Shape[0]);
        return new TensorData(tensor.Name, tensor.ElementType, [count, .. tensor.Shape[1..]],
            tensor.Bytes.AsSpan(first * rowBytes, count * rowBytes).ToArray());
    }

    private static bool SameBeyondBatch(IReadOnlyList<TensorData> a, IReadOnlyList<TensorData> b) =>
        a.Count == b.Count && a.All(t => t.Shape.Length > 0
            && t.Shape[0] == a[0].Shape[0]
            && b.FirstOrDefault(o => o.Name == t.Name) is { } other
            && other.ElementType == t.ElementType
            && other.Shape.AsSpan(1).SequenceEqual(t.Shape.AsSpan(1)));

    private static TensorData Find(IReadOnlyList<TensorData> request, string name) =>
        request.FirstOrDefault(t => t.Name == name)
        ?? throw new SessionException(SessionException.InputMismatch, $"A request of the batch lacks the input {name}.");
}
