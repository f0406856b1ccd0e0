namespace EdgeActors.Onnx.Graphs;

/// <summary>Where the bytes of a tensor lie outside the ONNX file. <paramref name="Path"/> is absolute; offset and length in bytes.</summary>
public sealed record ExternalData(string Path, long Offset, long Length)
{
    /// <exception cref="OnnxFormatException">The file is missing or ends before the tensor does.</exception>
    internal byte[] Read(string tensor)
    {
        using var stream = Open(tensor);
        byte[] bytes = new byte[Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    internal void CopyTo(Stream target, string tensor)
    {
        using var stream = Open(tensor);
        byte[] buffer = new byte[1 << 20];
        for (long left = Length; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            target.Write(buffer, 0, read);
            left -= read;
        }
    }

    private FileStream Open(string tensor)
    {
        if (!File.Exists(Path))
            throw new OnnxFormatException($"tensor '{tensor}' keeps its data in '{Path}', which does not exist: put the file beside the model");
        var stream = File.OpenRead(Path);
        if (stream.Length < Offset + Length)
        {
            long length = stream.Length;
            stream.Dispose();
            throw new OnnxFormatException($"tensor '{tensor}' needs bytes {Offset} to {Offset + Length} of '{Path}', which has only {length}");
        }
        stream.Position = Offset;
        return stream;
    }
}
