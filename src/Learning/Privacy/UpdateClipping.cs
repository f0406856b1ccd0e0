namespace EdgeActors.Learning.Privacy;

/// <summary>Bounds what one device can contribute: the sensitivity that the noise is measured against.</summary>
public static class UpdateClipping
{
    /// <summary>Scales the update down to L2 norm <paramref name="bound"/> when it is longer.</summary>
    /// <returns>The norm before.</returns>
    public static double Clip(Span<float> update, double bound)
    {
        var squares = 0.0;
        foreach (var value in update) squares += (double)value * value;
        var norm = Math.Sqrt(squares);
        if (norm <= bound) return norm;
        // A hair below, so that float rounding never leaves the result above the bound.
        var factor = bound / norm * (1 - 1e-6);
        for (var i = 0; i < update.Length; i++) update[i] = (float)(update[i] * factor);
        return norm;
    }
}
