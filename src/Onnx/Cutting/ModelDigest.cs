using System.Security.Cryptography;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>What a model file is called by its content.</summary>
public static class ModelDigest
{
    /// <summary>SHA-256, lower-case hexadecimal, of the file and then of the bytes of each external tensor in the file's order.</summary>
    public static string Of(Model model)
    {
        using var hash = SHA256.Create();
        using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            if (model.Path is null) sink.Write(OnnxFile.ToBytes(model));
            else
            {
                using (var file = File.OpenRead(model.Path)) file.CopyTo(sink);
                foreach (var tensor in model.Graph.Initializers) tensor.External?.CopyTo(sink, tensor.Name);
            }
        }
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
