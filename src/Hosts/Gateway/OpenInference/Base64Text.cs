using System.Buffers.Text;
using System.Text;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// Bytes as the text that JSON can hold. The protocol has no rule for it; these are its servers': <c>"parameters": {"content_type": "base64"}</c> on
/// an input decodes every element (MLServer), and where a picture is wanted its base64 alone (TorchServe) or a data URI will do, since no encoded
/// picture is either.
/// </summary>
internal static class Base64Text
{
    /// <summary>The value of <c>content_type</c>.</summary>
    public const string ContentType = "base64";

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(";base64,");

    /// <summary>The tensor with every element decoded.</summary>
    /// <exception cref="InferenceProblem">It is not BYTES, or an element is no base64.</exception>
    public static InferTensor Decoded(InferTensor tensor) => tensor.Type != DataType.Bytes
        ? throw InferenceProblem.Invalid($"input '{tensor.Name}': content_type {ContentType} is for BYTES, not for {tensor.Type.Name}")
        : tensor with
        {
            Elements = [.. tensor.Elements.Select((element, i) => Decode(element)
                ?? throw InferenceProblem.Invalid($"input '{tensor.Name}': element {i} is no base64, which its content_type promises"))],
        };

    /// <summary>The bytes of an encoded picture, which may have come as text.</summary>
    public static byte[] Picture(byte[] element)
    {
        var text = element.AsSpan();
        // A data URI: data:image/png;base64,…
        if (text.StartsWith("data:"u8) && text.IndexOf(Mark) is >= 0 and var mark)
            text = text[(mark + Mark.Length)..];
        return Decode(text) ?? element;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !Base64.IsValid(text, out var length))
            return null;
        var bytes = new byte[length];
        Base64.DecodeFromUtf8(text, bytes, out _, out _);
        return bytes;
    }
}
