using System.Formats.Tar;
using System.IO.Compression;
using EdgeActors.Inference.Data;
using SkiaSharp;

namespace EdgeActors.Inference.Tests.Data;

public sealed class PictureDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_and_a_zip_of_it_give_the_same_pictures()
    {
        Save("train/dark/a.png", 10, 20, 30);
        Save("train/dark/b.png", 11, 21, 31);
        Save("train/bright/a.png", 200, 210, 220);
        var zip = Path.Combine(_folder, "set.zip");
        ZipFile.CreateFromDirectory(Path.Combine(_folder, "train"), zip, CompressionLevel.Fastest, includeBaseDirectory: true);

        var (folder, zipped) = (PictureFolder.Read(_folder, "train", 8, 8), PictureFolder.Read(zip, "train", 8, 8));
        Assert.Equal(["bright", "dark"], folder.Labels);
        Assert.Equal([0, 1, 1], folder.Classes);
        Assert.Equal(10, folder.Picture(1)[0]);
        Assert.Equal(30, folder.Picture(1)[2 * 64]);
        Assert.Equal(folder.Pixels, zipped.Pixels);
        Assert.Equal(folder.Classes, zipped.Classes);
    }

    [Fact]
    public void A_picture_of_another_size_is_scaled()
    {
        Save("train/dark/a.png", 10, 20, 30, side: 50);
        Save("train/bright/a.png", 200, 210, 220, side: 3);
        var set = PictureFolder.Read(_folder, "train", 8, 8);
        Assert.All(set.Picture(1)[..64].ToArray(), v => Assert.Equal(10, v));
        Assert.All(set.Picture(0)[..64].ToArray(), v => Assert.Equal(200, v));
    }

    [Fact]
    public void A_file_that_is_no_picture_is_named()
    {
        Save("train/dark/a.png", 1, 2, 3);
        File.WriteAllText(Path.Combine(_folder, "train", "dark", "broken.jpg"), "no picture");
        Assert.Contains("dark/broken.jpg", Assert.Throws<DataSetException>(() => PictureFolder.Read(_folder, "train", 8, 8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_of_one_class_teaches_nothing()
    {
        Save("train/dark/a.png", 1, 2, 3);
        Assert.Contains("'dark'", Assert.Throws<DataSetException>(() => PictureFolder.Read(_folder, "train", 8, 8).RequireTrainable()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing-there")]
    [InlineData("empty")]
    public void What_is_no_data_set_is_refused(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty", "train"));
        Assert.Throws<DataSetException>(() => PictureFolder.Read(Path.Combine(_folder, name), "train", 8, 8));
    }

    [Fact]
    public void The_binary_archive_is_read_record_by_record()
    {
        var path = Archive(("cifar-10-batches-bin/data_batch_2.bin", Records(3)), ("cifar-10-batches-bin/data_batch_1.bin", Records(7, 1)), ("cifar-10-batches-bin/test_batch.bin", Records(9)));
        var set = Cifar10Archive.Read(path, "train");
        Assert.Equal([7, 1, 3], set.Classes);    // by file name, whatever the order in the archive
        Assert.Equal(3, set.Picture(2)[5]);
        Assert.Equal([9], Cifar10Archive.Read(path, "test").Classes);
    }

    [Fact]
    public void A_cut_archive_is_refused()
    {
        var path = Archive(("cifar-10-batches-bin/data_batch_1.bin", Records(7)[..^1]));
        Assert.Contains("3072 bytes", Assert.Throws<DataSetException>(() => Cifar10Archive.Read(path, "train")).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40]);
        Assert.Throws<DataSetException>(() => Cifar10Archive.Read(path, "train"));
    }

    [Fact]
    public void Held_out_pictures_are_not_trained_on()
    {
        var set = GeneratedPictures.Create(50, seed: 3);
        var (kept, heldOut) = set.HoldOut(20, seed: 4);
        var all = Enumerable.Range(0, 30).Select(i => kept.Picture(i).ToArray()).Concat(Enumerable.Range(0, 20).Select(i => heldOut.Picture(i).ToArray()));
        Assert.Equal(50, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Mirrored_pictures_run_backwards_along_their_rows()
    {
        var set = new PictureSet("two", ["a", "b"], Height: 1, Width: 3, [.. Enumerable.Range(0, 18).Select(i => (byte)i)], [0, 1]);

        var mirrored = set.Mirrored();

        Assert.Equal([2, 1, 0, 5, 4, 3, 8, 7, 6], mirrored.Picture(0).ToArray());
        Assert.Equal(set.Pixels, mirrored.Mirrored().Pixels);
        Assert.Equal(set.Classes, mirrored.Classes);
    }

    [Fact]
    public void Generated_pictures_depend_on_the_seed_alone()
    {
        var set = GeneratedPictures.Create(40, seed: 1);
        Assert.Equal(set.Pixels, GeneratedPictures.Create(40, seed: 1).Pixels);
        Assert.Equal(set.Picture(7).ToArray(), GeneratedPictures.Create(8, seed: 1).Picture(7).ToArray());
        Assert.NotEqual(set.Pixels, GeneratedPictures.Create(40, seed: 2).Pixels);
        Assert.All(Enumerable.Range(0, 10), c => Assert.Equal(4, set.Classes.Count(k => k == c)));
    }

    [Fact]
    public void A_batch_is_the_same_whatever_was_asked_before()
    {
        var set = GeneratedPictures.Create(64, seed: 1);
        var fresh = Batch(new PictureBatches(set, 8, Augmentation.CropAndFlip, ChannelNormalization.Centred, seed: 5), epoch: 3, batch: 2);
        var used = new PictureBatches(set, 8, Augmentation.CropAndFlip, ChannelNormalization.Centred, seed: 5);
        Batch(used, 0, 0);
        Batch(used, 3, 7);
        Assert.Equal(fresh.Inputs, Batch(used, 3, 2).Inputs);
        Assert.NotEqual(fresh.Inputs, Batch(used, 4, 2).Inputs);
    }

    [Fact]
    public void An_epoch_shows_every_picture_once()
    {
        var set = GeneratedPictures.Create(40, seed: 1);
        var batches = new PictureBatches(set, 8, Augmentation.None, ChannelNormalization.Centred, seed: 5);
        var seen = Enumerable.Range(0, batches.BatchesPerEpoch).SelectMany(b => Batch(batches, 0, b).Inputs.Chunk(set.PictureLength)).Select(p => string.Join(',', p.Take(200))).Distinct();
        Assert.Equal(40, seen.Count());
    }

    [Fact]
    public void Augmentation_moves_pixels_and_cutout_blanks_a_square()
    {
        var picture = GeneratedPictures.Create(1, seed: 1);
        var plain = Batch(new PictureBatches(picture, 1, Augmentation.None, ChannelNormalization.Centred, 5), 0, 0).Inputs;
        var cut = Batch(new PictureBatches(picture, 1, new Augmentation(Cutout: 8), ChannelNormalization.Centred, 5), 0, 0).Inputs;
        var changed = plain.Zip(cut).Count(p => p.First != p.Second);
        Assert.InRange(changed, 1, 3 * 8 * 8);
        Assert.All(plain.Zip(cut).Where(p => p.First != p.Second), p => Assert.Equal(0, p.Second));
        var moved = Batch(new PictureBatches(picture, 1, Augmentation.CropAndFlip, ChannelNormalization.Centred, 5), 0, 0).Inputs;
        Assert.NotEqual(plain, moved);
    }

    private static (float[] Inputs, long[] Targets) Batch(PictureBatches batches, int epoch, int batch)
    {
        var (inputs, targets) = (new float[batches.BatchSize * 3 * 32 * 32], new long[batches.BatchSize]);
        batches.Fill(epoch, batch, inputs, targets);
        return (inputs, targets);
    }

    private void Save(string path, byte red, byte green, byte blue, int side = 8)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor(red, green, blue));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(full, png.ToArray());
    }

    /// <summary>Records whose every pixel is the class number.</summary>
    private static byte[] Records(params byte[] classes) => [.. classes.SelectMany(c => Enumerable.Repeat(c, 3073))];

    private string Archive(params (string Name, byte[] Bytes)[] files)
    {
        var path = Path.Combine(_folder, "cifar-10-binary.tar.gz");
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (var (name, bytes) in files)
        {
            using var data = new MemoryStream(bytes);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = data });
        }

        return path;
    }
}
