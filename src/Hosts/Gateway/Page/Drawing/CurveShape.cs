using System.Globalization;

namespace EdgeActors.Gateway.Page.Drawing;

/// <summary>Path data of a curve in a box of 100 x 100, first point at the left edge, the range of values from the lower to the upper edge.</summary>
internal static class CurveShape
{
    /// <param name="points">In the order of x; y that is not finite leaves a gap.</param>
    /// <param name="low">The value at the lower edge.</param>
    /// <param name="high">The value at the upper edge, above <paramref name="low"/>.</param>
    /// <returns>Empty for fewer than two points.</returns>
    public static string Path(IReadOnlyList<(double X, double Y)> points, double low, double high)
    {
        if (points.Count < 2 || !(high > low))
            return "";
        var (left, width) = (points[0].X, points[^1].X - points[0].X);
        var path = new System.Text.StringBuilder();
        var pen = 'M';
        foreach (var (x, y) in points)
        {
            if (!double.IsFinite(y))
            {
                pen = 'M';
                continue;
            }
            path.Append(CultureInfo.InvariantCulture, $"{pen}{(width > 0 ? (x - left) / width * 100 : 0):0.##} {100 - (Math.Clamp(y, low, high) - low) / (high - low) * 100:0.##}");
            pen = 'L';
        }
        return path.ToString();
    }

    /// <summary>The same curve closed along the lower edge, for filling; for curves without gaps.</summary>
    public static string Area(IReadOnlyList<(double X, double Y)> points, double low, double high) =>
        Path(points, low, high) is { Length: > 0 } path ? $"{path}L100 100L0 100Z" : "";

    /// <summary>The next round number at or above a value: 1, 2 or 5 times a power of ten.</summary>
    public static double RoundUp(double value)
    {
        if (!(value > 0) || !double.IsFinite(value))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        // A hair of tolerance: 0.3 / 0.1 is a little less or more than 3.
        foreach (var step in (double[])[1, 2, 5])
            if (value <= step * power * (1 + 1e-9))
                return step * power;
        return 10 * power;
    }
}
