namespace EdgeActors.Inference.Data.Scenes;

/// <param name="Column">0 left, 1 middle, 2 right.</param>
/// <param name="Row">0 top, 1 middle, 2 bottom.</param>
/// <param name="OffsetX">From the middle of its cell, in cells, -0.1 to 0.1.</param>
/// <param name="OffsetY">See <paramref name="OffsetX"/>.</param>
/// <param name="Radius">In cells; <see cref="SceneSize"/> in numbers.</param>
public sealed record SceneObject(
    SceneShape Shape, SceneColour Colour, SceneSize Size, SceneTexture Texture, int Column, int Row, double OffsetX, double OffsetY, double Radius);

public enum SceneShape { Circle, Square, Triangle, Diamond, Cross, Ring }

public enum SceneSize { Small, Large }

public enum SceneTexture { Plain, Striped, Dotted }

public enum SceneColour { White, Grey, Black, Red, Green, Blue, Yellow, Orange, Purple, Pink, Brown }
