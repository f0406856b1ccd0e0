namespace EdgeActors.Inference.Tasks;

/// <summary>A decoded picture, upright.</summary>
/// <param name="Rgba">8 bits a channel, row-major, 4 bytes a pixel, alpha composed onto white.</param>
public sealed record Picture(int Width, int Height, byte[] Rgba);
