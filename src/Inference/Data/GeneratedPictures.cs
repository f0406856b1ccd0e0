using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data;

/// <summary>
/// A picture set that needs no download: ten classes of shapes and textures in random colours, sizes and places, with noise. Picture
/// <c>i</c> of a seed is always the same, and of class <c>i mod 10</c>. Colour says nothing about the class, so a network has to look at form.
/// </summary>
public static class GeneratedPictures
{
    /// <summary>Colours differ by at least this much in one channel, of 255: what is drawn can be seen.</summary>
    private const int LeastContrast = 80;

    /// <summary>Standard deviation of the noise on every value, of 255.</summary>
    private const double Noise = 14;

    private static readonly (string Label, Func<Figure, double, double, bool> Inside)[] Kinds =
    [
        ("disc", (f, x, y) => Math.Sqrt(x * x + y * y) < f.Radius),
        ("ring", (f, x, y) => Math.Sqrt(x * x + y * y) is var d && d < f.Radius && d > 0.6 * f.Radius),
        ("square", (f, x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) < 0.85 * f.Radius),
        ("triangle", (f, x, y) => y < 0.7 * f.Radius && y > -f.Radius + 2 * Math.Abs(x)),
        ("cross", (f, x, y) => Math.Min(Math.Abs(x), Math.Abs(y)) < 0.25 * f.Radius && Math.Max(Math.Abs(x), Math.Abs(y)) < f.Radius),
        ("horizontal-stripes", (f, x, y) => Alternates(f, y)),
        ("vertical-stripes", (f, x, y) => Alternates(f, x)),
        ("diagonal-stripes", (f, x, y) => Alternates(f, (x + y) * Math.Sqrt(0.5))),
        ("checkers", (f, x, y) => Alternates(f, x) != Alternates(f, y)),
        ("dots", (f, x, y) => Fold(f, x) * Fold(f, x) + Fold(f, y) * Fold(f, y) < 0.12),
    ];

    public static IReadOnlyList<string> Labels { get; } = [.. Kinds.Select(k => k.Label)];

    public static PictureSet Create(int count, long seed, int size = 32)
    {
        var set = new PictureSet($"generated pictures (seed {seed})", Labels, size, size, new byte[(long)count * PictureSet.Channels * size * size], new int[count]);
        for (var i = 0; i < count; i++)
        {
            set.Classes[i] = i % Kinds.Length;
            Draw(set.Pixels.AsSpan(i * set.PictureLength, set.PictureLength), size, Kinds[set.Classes[i]].Inside, new SeededRandom(seed, i));
        }

        return set;
    }

    private static void Draw(Span<byte> picture, int size, Func<Figure, double, double, bool> inside, SeededRandom random)
    {
        var figure = new Figure(
            CentreX: size * (0.35 + 0.3 * random.NextDouble()),
            CentreY: size * (0.35 + 0.3 * random.NextDouble()),
            Radius: size * (0.2 + 0.15 * random.NextDouble()),
            Period: size * (0.15 + 0.15 * random.NextDouble()));
        Span<int> ground = stackalloc int[PictureSet.Channels];
        Span<int> ink = stackalloc int[PictureSet.Channels];
        Colours(ground, ink, ref random);
        var plane = size * size;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var colour = inside(figure, x + 0.5 - figure.CentreX, y + 0.5 - figure.CentreY) ? ink : ground;
                for (var c = 0; c < PictureSet.Channels; c++)
                {
                    picture[c * plane + y * size + x] = (byte)Math.Clamp(colour[c] + Noise * random.NextNormal(), 0, 255);
                }
            }
        }
    }

    private static void Colours(Span<int> ground, Span<int> ink, ref SeededRandom random)
    {
        int contrast;
        do
        {
            contrast = 0;
            for (var c = 0; c < ground.Length; c++)
            {
                (ground[c], ink[c]) = (random.NextInt(256), random.NextInt(256));
                contrast = Math.Max(contrast, Math.Abs(ground[c] - ink[c]));
            }
        }
        while (contrast < LeastContrast);
    }

    private static bool Alternates(Figure f, double at) => Math.Abs(Math.Floor(at / f.Period)) % 2 == 0;

    /// <summary>The place within a period, -0.5 to 0.5.</summary>
    private static double Fold(Figure f, double at) => at / f.Period - Math.Floor(at / f.Period) - 0.5;

    /// <summary>Pixels.</summary>
    private sealed record Figure(double CentreX, double CentreY, double Radius, double Period);
}
