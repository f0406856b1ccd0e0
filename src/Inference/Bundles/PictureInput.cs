namespace EdgeActors.Inference.Bundles;

/// <summary>
/// How a decoded picture becomes a tensor: <c>(channel / 255 - Mean) / Std</c>, float32. Nothing here is a default of a framework: what the
/// training did is written down.
/// </summary>
public sealed record PictureInput
{
    /// <summary>Name of the graph's input.</summary>
    public required string Tensor { get; init; }

    public required int Width { get; init; }
    public required int Height { get; init; }

    public PictureLayout Layout { get; init; } = PictureLayout.Nchw;
    public PictureColour Colour { get; init; } = PictureColour.Rgb;
    public PictureFit Fit { get; init; } = PictureFit.CropCentre;

    /// <summary>Per channel, in the order of <see cref="Colour"/>, on a scale of 0 to 1.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <inheritdoc cref="Mean"/>
    public required IReadOnlyList<float> Std { get; init; }

    public int Channels => Colour == PictureColour.Grey ? 1 : 3;

    /// <summary>Shape of one picture with the batch in front: <c>[1, C, H, W]</c> or <c>[1, H, W, C]</c>.</summary>
    public long[] Shape => Layout == PictureLayout.Nchw ? [1, Channels, Height, Width] : [1, Height, Width, Channels];

    public string? Fault() => this switch
    {
        { Width: < 1 or > 4096 } or { Height: < 1 or > 4096 } => $"picture size {Width} x {Height} must lie between 1 and 4096",
        _ when Mean.Count != Channels || Std.Count != Channels => $"mean and std need {Channels} values, one per channel",
        _ when Mean.Any(m => !float.IsFinite(m)) => "mean must be finite",
        _ when Std.Any(s => !float.IsFinite(s) || s <= 0) => "std must be finite and above 0",
        _ when string.IsNullOrWhiteSpace(Tensor) => "picture.tensor must name the graph's input",
        _ => null,
    };
}

public enum PictureLayout { Nchw, Nhwc }

public enum PictureColour { Rgb, Bgr, Grey }

/// <summary>What happens to a picture whose sides are in another proportion.</summary>
public enum PictureFit
{
    /// <summary>Scale until the shorter side fits, keep the middle.</summary>
    CropCentre,

    /// <summary>Scale both sides independently.</summary>
    Stretch,
}
