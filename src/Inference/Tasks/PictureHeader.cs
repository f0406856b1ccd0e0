namespace EdgeActors.Inference.Tasks;

/// <summary>What the first bytes of a picture say. Width and height are those of the upright picture.</summary>
public sealed record PictureHeader(string MediaType, int Width, int Height);
