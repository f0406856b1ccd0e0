using System.Formats.Tar;
using System.IO.Compression;

namespace EdgeActors.Inference.Data;

/// <summary>
/// The official CIFAR-10 (Krizhevsky 2009), binary version: files of 10,000 records of one class byte and 3,072 pixel bytes, planar RGB, 32x32.
/// </summary>
public static class Cifar10Archive
{
    public const string Url = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";

    public const string Sha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";

    private const int Side = 32;
    private const int RecordLength = 1 + PictureSet.Channels * Side * Side;

    public static IReadOnlyList<string> Labels { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <param name="progress">Told the bytes that are here, and of how many.</param>
    public static CheckedDownload Download(Action<long, long?>? progress = null) => new(new Uri(Url), Sha256, progress);

    /// <param name="part">"train" (50,000 pictures) or "test" (10,000).</param>
    public static PictureSet Read(string path, string part)
    {
        var prefix = part switch
        {
            "train" => "data_batch_",
            "test" => "test_batch",
            _ => throw new DataSetException($"CIFAR-10 has the parts 'train' and 'test', not '{part}'."),
        };
        var records = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var file = File.OpenRead(path);
            using var tar = new TarReader(new GZipStream(file, CompressionMode.Decompress));
            while (tar.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (entry.DataStream is { } data && name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    records[name] = new byte[entry.Length];
                    data.ReadExactly(records[name]);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new DataSetException($"'{path}' is no readable tar.gz: {e.Message}", e);
        }

        return Parse(path, part, [.. records.Values.SelectMany(r => r)]);
    }

    private static PictureSet Parse(string path, string part, byte[] records)
    {
        if (records.Length == 0 || records.Length % RecordLength != 0)
        {
            throw new DataSetException($"'{path}' has {records.Length} bytes of {part} records, which is no multiple of {RecordLength}: it is not the binary version of CIFAR-10.");
        }

        var count = records.Length / RecordLength;
        var set = new PictureSet($"CIFAR-10 {part}", Labels, Side, Side, new byte[count * (RecordLength - 1)], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var record = records.AsSpan(i * RecordLength, RecordLength);
            set.Classes[i] = record[0] < Labels.Count ? record[0] : throw new DataSetException($"'{path}': record {i} is of class {record[0]}, which does not exist.");
            record[1..].CopyTo(set.Pixels.AsSpan(i * (RecordLength - 1)));
        }

        return set;
    }
}
