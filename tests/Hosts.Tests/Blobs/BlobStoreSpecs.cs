using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Blobs;

public sealed class BlobStoreSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_blob_comes_back_as_it_went_in()
    {
        var bytes = SeededBytes.Of(1, 300_000);
        var sha = await Store().AddAsync(bytes, pinned: false, CancellationToken.None);
        Assert.Equal(BlobDigest.Of(bytes), sha);
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await Store().FindAsync(sha, CancellationToken.None))!));
    }

    [Fact]
    public async Task An_interrupted_write_goes_on_where_it_stopped_also_in_a_new_process()
    {
        var bytes = SeededBytes.Of(2, 200_000);
        var sha = BlobDigest.Of(bytes);
        using var broken = new BreakingStream(bytes, after: 70_000);
        await Assert.ThrowsAsync<IOException>(() => Store().WriteAsync(sha, bytes.Length, 0, broken, CancellationToken.None));

        var store = Store();
        var held = store.Progress(sha);
        Assert.False(held.Complete);
        Assert.Equal(70_000, held.Offset);
        Assert.Null(await store.FindAsync(sha, CancellationToken.None));
        using var rest = new MemoryStream(bytes, (int)held.Offset, bytes.Length - (int)held.Offset);
        Assert.True((await store.WriteAsync(sha, bytes.Length, held.Offset, rest, CancellationToken.None)).Complete);
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await store.FindAsync(sha, CancellationToken.None))!));
    }

    [Fact]
    public async Task Bytes_of_another_digest_are_dropped_and_never_appear()
    {
        var store = Store();
        var sha = BlobDigest.Of(SeededBytes.Of(3, 1000));
        using var wrong = new MemoryStream(SeededBytes.Of(4, 1000));
        var e = await Assert.ThrowsAsync<BlobStoreException>(() => store.WriteAsync(sha, 1000, 0, wrong, CancellationToken.None));
        Assert.Equal(BlobFault.Digest, e.Fault);
        Assert.Equal(new BlobProgress(0, false), store.Progress(sha));
        Assert.Null(await store.FindAsync(sha, CancellationToken.None));
    }

    [Theory]
    [InlineData(500, 0, BlobFault.TooLarge)] // announced 500, sends 1000
    [InlineData(1000, 10, BlobFault.Offset)]
    [InlineData(2_000_000, 0, BlobFault.TooLarge)] // more than the store may hold
    public async Task What_does_not_fit_is_refused(long announced, long offset, BlobFault fault)
    {
        var bytes = SeededBytes.Of(5, 1000);
        using var stream = new MemoryStream(bytes);
        var e = await Assert.ThrowsAsync<BlobStoreException>(() => Store().WriteAsync(BlobDigest.Of(bytes), announced, offset, stream, CancellationToken.None));
        Assert.Equal(fault, e.Fault);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("ABCDEF")]
    [InlineData("")]
    public void A_name_that_is_no_digest_never_becomes_a_path(string name) =>
        Assert.Equal(BlobFault.Name, Assert.Throws<BlobStoreException>(() => Store().Progress(name)).Fault);

    [Fact]
    public async Task A_file_that_rotted_on_the_disk_counts_as_missing()
    {
        var sha = await Store().AddAsync(SeededBytes.Of(6, 5000), pinned: false, CancellationToken.None);
        var path = _files["blobs", sha[..2], sha];
        var rotten = await File.ReadAllBytesAsync(path);
        rotten[17] ^= 1;
        await File.WriteAllBytesAsync(path, rotten);
        var store = Store();
        Assert.Null(await store.FindAsync(sha, CancellationToken.None));
        Assert.False(File.Exists(path));
        Assert.Equal(0, store.Bytes);
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_and_the_pinned_stays()
    {
        var time = new SteppingTime();
        var store = new BlobStore(_files["blobs"], maxBytes: 3000, time);
        var pinned = await store.AddAsync(SeededBytes.Of(7, 1000), pinned: true, CancellationToken.None);
        var old = await store.AddAsync(SeededBytes.Of(8, 1000), pinned: false, CancellationToken.None);
        var used = await store.AddAsync(SeededBytes.Of(9, 1000), pinned: false, CancellationToken.None);
        await store.FindAsync(old, CancellationToken.None);
        var last = await store.AddAsync(SeededBytes.Of(10, 1000), pinned: false, CancellationToken.None);

        Assert.Null(await store.FindAsync(used, CancellationToken.None));
        Assert.All([pinned, old, last], sha => Assert.True(store.Progress(sha).Complete));
        Assert.Equal(3000, store.Bytes);
    }

    [Fact]
    public async Task A_held_blob_outlives_restarts_and_a_full_store_until_the_last_holder_lets_go()
    {
        var sha = await Store().AddAsync(SeededBytes.Of(12, 1000), pinned: false, CancellationToken.None);
        Assert.True(Store().Hold(sha, "one"));
        Assert.True(Store().Hold(sha, "other"));

        var full = new BlobStore(_files["blobs"], maxBytes: 1000, TimeProvider.System);
        await full.AddAsync(SeededBytes.Of(13, 900), pinned: false, CancellationToken.None);
        await full.AddAsync(SeededBytes.Of(14, 900), pinned: false, CancellationToken.None);
        Assert.True(full.Progress(sha).Complete);

        Store().Release(sha, "one");
        Assert.True(Store().Progress(sha).Complete);
        Store().Release(sha, "other");
        Assert.False(Store().Progress(sha).Complete);
        Store().Release(sha, "other");
        Assert.False(Store().Hold(sha, "one"));
    }

    [Fact]
    public async Task A_release_that_was_killed_before_the_bytes_went_is_finished_by_the_next()
    {
        var bytes = SeededBytes.Of(15, 1000);
        var sha = await Store().AddAsync(bytes, pinned: false, CancellationToken.None);
        Store().Hold(sha, "run");
        Directory.Delete(_files["blobs", "held", sha], recursive: true); // what the killed process came to
        Store().Release(sha, "run");
        Assert.False(File.Exists(_files["blobs", sha[..2], sha]));
    }

    [Fact]
    public async Task Two_writers_of_one_blob_do_not_mix()
    {
        var bytes = SeededBytes.Of(11, 400_000);
        var sha = BlobDigest.Of(bytes);
        var store = Store();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var stream = new MemoryStream(bytes);
            return await store.WriteAsync(sha, bytes.Length, 0, stream, CancellationToken.None);
        }));
        Assert.All(outcomes, outcome => Assert.True(outcome.Complete));
        Assert.Equal(bytes.Length, store.Bytes);
    }

    [Fact]
    public async Task A_blob_that_another_process_took_away_is_taken_in_again()
    {
        var bytes = SeededBytes.Of(16, 1000);
        var store = Store();
        var sha = await store.AddAsync(bytes, pinned: false, CancellationToken.None);
        Store().Release(sha, "other");
        Assert.Equal(new BlobProgress(0, false), store.Progress(sha));
        await store.AddAsync(bytes, pinned: false, CancellationToken.None);
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await store.FindAsync(sha, CancellationToken.None))!));
        Assert.Equal(bytes.Length, store.Bytes);
    }

    [Fact]
    public async Task A_blob_that_is_seen_before_its_writer_has_counted_it_counts_once()
    {
        var bytes = SeededBytes.Of(17, 1000);
        var sha = BlobDigest.Of(bytes);
        BlobStore? store = null;
        store = new(_files["blobs"], maxBytes: 1_000_000, TimeProvider.System, part =>
        {
            Directory.CreateDirectory(_files["blobs", sha[..2]]); // another process was faster
            File.WriteAllBytes(_files["blobs", sha[..2], sha], bytes);
            Assert.True(store!.Progress(sha).Complete);
            return part;
        });
        using var stream = new MemoryStream(bytes);
        Assert.True((await store.WriteAsync(sha, bytes.Length, 0, stream, CancellationToken.None)).Complete);
        Assert.Equal(bytes.Length, store.Bytes);
    }

    private BlobStore Store() => new(_files["blobs"], maxBytes: 1_000_000, TimeProvider.System);

    /// <summary>Later at every look.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _seconds));
    }

    private sealed class BreakingStream(byte[] bytes, int after) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= after
                ? throw new IOException("the connection broke")
                : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, after - Position)], cancellationToken);
    }
}
