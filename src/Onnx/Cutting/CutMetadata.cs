namespace EdgeActors.Onnx.Cutting;

/// <summary>Keys under which a head or tail says in its metadata where it comes from.</summary>
public static class CutMetadata
{
    /// <summary>SHA-256 of the uncut model's file, lower-case hexadecimal.</summary>
    public const string Parent = "edgeactors.cut.parent";

    /// <summary>The names of the tensors that cross, joined by commas.</summary>
    public const string Tensors = "edgeactors.cut.tensors";

    /// <summary><c>head</c> or <c>tail</c>.</summary>
    public const string Side = "edgeactors.cut.side";
}
