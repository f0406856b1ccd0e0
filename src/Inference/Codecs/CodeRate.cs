namespace EdgeActors.Inference.Codecs;

/// <summary>One rate of an <see cref="OrderedCode"/>.</summary>
/// <param name="Codec">Its codec, see <see cref="CodecNames.Code"/>.</param>
/// <param name="Symbols">So many are sent, from the first.</param>
public sealed record CodeRate(string Codec, int Symbols);
