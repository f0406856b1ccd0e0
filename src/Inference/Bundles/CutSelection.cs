using EdgeActors.Onnx.Cutting;

namespace EdgeActors.Inference.Bundles;

/// <summary>Which of a graph's many strict boundaries are worth offering.</summary>
internal static class CutSelection
{
    // Boundaries whose heads differ by less work than this are the same place with and without a cheap operator.
    private const double SamePlace = 0.01;

    /// <summary>
    /// Only a boundary that sends less than every earlier one can ever be best: one further back costs the device more and saves nothing. At
    /// the same place and size the latest is taken, which is behind the activation, where values are sparse; but feature maps are not given up for
    /// what they are turned into (patches with their positions added), since codecs know channels and neighbours.
    /// </summary>
    /// <param name="decoded">A decoder follows the graph, so a tail without multiply-adds of its own is still one.</param>
    public static IReadOnlyList<Boundary> Of(IReadOnlyList<Boundary> boundaries, long macs, int most, bool decoded = false)
    {
        var chosen = new List<Boundary>();
        foreach (var boundary in boundaries.Where(b => !b.CarriesInput && b.HeadMacs > 0 && (b.TailMacs > 0 || decoded)).OrderBy(b => b.HeadMacs).ThenBy(b => b.HeadNodes))
        {
            var last = chosen.LastOrDefault();
            if (last is null || boundary.BytesAcross < last.BytesAcross) chosen.Add(boundary);
            else if (boundary.BytesAcross == last.BytesAcross && boundary.HeadMacs - last.HeadMacs <= SamePlace * macs && (IsMaps(boundary) || !IsMaps(last))) chosen[^1] = boundary;
        }
        // Pairs at one place of which the later sends less: the later alone.
        chosen = [.. chosen.Where((b, i) => i + 1 == chosen.Count || chosen[i + 1].HeadMacs - b.HeadMacs > SamePlace * macs)];
        return chosen.Count <= most
            ? chosen
            : [.. Enumerable.Range(0, most).Select(i => chosen[(int)Math.Round(i * (chosen.Count - 1) / (most - 1.0))])];
    }

    /// <summary>One number per channel is a vector, however many axes it has.</summary>
    private static bool IsMaps(Boundary boundary) => boundary.Tensors is [{ Rank: 4 } maps] && maps[2].Size * maps[3].Size > 1;

    /// <summary>A name for people, unique in its bundle: the first tensor's, in plain characters.</summary>
    public static string Name(Boundary boundary, ISet<string> taken)
    {
        var first = new string([.. boundary.Tensors[0].Name.Trim('/').Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        var name = boundary.Tensors.Length == 1 ? first : $"{first}-and-{boundary.Tensors.Length - 1}";
        if (name is "" or CutNames.Input or CutNames.Output) name = $"cut-{name}".TrimEnd('-');
        var unique = name;
        for (var n = 2; !taken.Add(unique); n++) unique = $"{name}-{n}";
        return unique;
    }
}
