using EdgeActors.Inference.Bundles;

namespace EdgeActors.Inference.Tests.Bundles;

public sealed class BundleCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-cache-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_least_recently_used_goes_and_what_is_pinned_stays()
    {
        var cache = new BundleCache(_folder, maxBytes: 300);
        var files = Enumerable.Range(0, 4).Select(i => Content(i, 100)).ToArray();
        foreach (var (file, content) in files[..3]) cache.AddFile(file, content);
        using var pin = cache.Pin(files[0].File.Sha256);
        cache.PathOf(files[1].File.Sha256);

        cache.AddFile(files[3].File, files[3].Content);

        Assert.True(cache.Contains(files[0].File.Sha256) && cache.Contains(files[1].File.Sha256));
        Assert.False(cache.Contains(files[2].File.Sha256));
        Assert.Equal(300, cache.Bytes);
    }

    [Fact]
    public void What_is_in_use_is_never_thrown_out_for_something_new()
    {
        var cache = new BundleCache(_folder, maxBytes: 150);
        var (first, second) = (Content(1, 100), Content(2, 100));
        cache.AddFile(first.File, first.Content);
        var pin = cache.Pin(first.File.Sha256);

        Assert.Equal(BundleException.CacheFull, Assert.Throws<BundleException>(() => cache.AddFile(second.File, second.Content)).Code);
        pin.Dispose();
        pin.Dispose();
        cache.AddFile(second.File, second.Content);

        Assert.True(cache.Contains(second.File.Sha256));
    }

    [Fact]
    public void Other_content_than_its_name_says_is_refused()
    {
        var cache = new BundleCache(_folder, 1000);

        Assert.Equal(BundleException.DigestMismatch,
            Assert.Throws<BundleException>(() => cache.AddFile(Content(1, 10).File, Content(2, 10).Content)).Code);
    }

    [Fact]
    public void The_next_process_finds_what_was_whole_and_drops_what_was_not()
    {
        var (whole, damaged) = (Content(1, 50), Content(2, 50));
        var before = new BundleCache(_folder, 1000);
        before.AddFile(whole.File, whole.Content);
        before.AddFile(damaged.File, damaged.Content);
        File.WriteAllBytes(before.PathOf(damaged.File.Sha256), [1, 2, 3]);
        File.WriteAllBytes(Path.Combine(_folder, new string('c', 64) + ".part"), [9]);

        var after = new BundleCache(_folder, 1000);

        Assert.True(after.Contains(whole.File.Sha256));
        Assert.False(after.Contains(damaged.File.Sha256));
        Assert.Equal(50, after.Bytes);
        Assert.Single(Directory.GetFiles(_folder));
    }

    private static (FileReference File, byte[] Content) Content(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return (new FileReference(Sha256Digest.Of(content), length), content);
    }
}
