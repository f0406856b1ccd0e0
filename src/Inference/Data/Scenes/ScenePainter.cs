using SkiaSharp;

namespace EdgeActors.Inference.Data.Scenes;

/// <summary>Draws a scene.</summary>
public static class ScenePainter
{
    private const int Grid = 3;

    /// <summary>Of a texture's dark parts, against the object's colour.</summary>
    private const double Shade = 0.4;

    /// <summary>Distance of stripes and of dots, as a share of the picture's side.</summary>
    private const float Period = 1 / 13f;

    private static readonly Dictionary<SceneColour, SKColor> Colours = new()
    {
        [SceneColour.White] = new(245, 245, 245),
        [SceneColour.Grey] = new(150, 150, 150),
        [SceneColour.Black] = new(20, 20, 20),
        [SceneColour.Red] = new(220, 30, 30),
        [SceneColour.Green] = new(30, 160, 50),
        [SceneColour.Blue] = new(40, 70, 220),
        [SceneColour.Yellow] = new(245, 220, 30),
        [SceneColour.Orange] = new(245, 140, 20),
        [SceneColour.Purple] = new(140, 50, 180),
        [SceneColour.Pink] = new(250, 150, 200),
        [SceneColour.Brown] = new(125, 75, 30),
    };

    /// <returns>8-bit RGB, planar: [3, side, side].</returns>
    public static byte[] Paint(Scene scene, int side)
    {
        using var bitmap = Draw(scene, side);
        return PlanarPixels.Of(bitmap.GetPixelSpan(), side * side);
    }

    /// <returns>A PNG, for people and for tests of whole requests.</returns>
    public static byte[] Png(Scene scene, int side)
    {
        using var bitmap = Draw(scene, side);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    private static SKBitmap Draw(Scene scene, int side)
    {
        var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Colours[scene.Background]);
        foreach (var o in scene.Objects)
        {
            Draw(canvas, o, side);
        }

        return bitmap;
    }

    private static void Draw(SKCanvas canvas, SceneObject o, int side)
    {
        var cell = side / (float)Grid;
        var (x, y, radius) = (cell * (float)(o.Column + 0.5 + o.OffsetX), cell * (float)(o.Row + 0.5 + o.OffsetY), cell * (float)o.Radius);
        using var outline = Outline(o.Shape, x, y, radius);
        var colour = Colours[o.Colour];
        using var fill = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawPath(outline, fill);
        if (o.Texture == SceneTexture.Plain)
        {
            return;
        }

        using var dark = new SKPaint { Color = new SKColor(Darker(colour.Red), Darker(colour.Green), Darker(colour.Blue)), IsAntialias = true };
        canvas.Save();
        canvas.ClipPath(outline, antialias: true);
        var period = side * Period;
        for (var top = y - radius; top < y + radius; top += period)
        {
            if (o.Texture == SceneTexture.Striped)
            {
                canvas.DrawRect(x - radius, top, 2 * radius, period / 2, dark);
                continue;
            }

            for (var left = x - radius; left < x + radius; left += period)
            {
                canvas.DrawCircle(left + period / 2, top + period / 2, period / 3, dark);
            }
        }

        canvas.Restore();
    }

    private static byte Darker(byte channel) => (byte)(channel * Shade);

    private static SKPath Outline(SceneShape shape, float x, float y, float r)
    {
        var path = new SKPath();
        switch (shape)
        {
            case SceneShape.Circle:
                path.AddCircle(x, y, r);
                break;
            case SceneShape.Ring:
                path.FillType = SKPathFillType.EvenOdd;
                path.AddCircle(x, y, r);
                path.AddCircle(x, y, 0.5f * r);
                break;
            case SceneShape.Square:
                path.AddRect(new SKRect(x - 0.9f * r, y - 0.9f * r, x + 0.9f * r, y + 0.9f * r));
                break;
            case SceneShape.Triangle:
                path.AddPoly([new(x, y - r), new(x + r, y + 0.85f * r), new(x - r, y + 0.85f * r)]);
                break;
            case SceneShape.Diamond:
                path.AddPoly([new(x, y - r), new(x + r, y), new(x, y + r), new(x - r, y)]);
                break;
            default:
                var arm = 0.35f * r;
                path.AddRect(new SKRect(x - r, y - arm, x + r, y + arm));
                path.AddRect(new SKRect(x - arm, y - r, x + arm, y + r));
                break;
        }

        return path;
    }
}
