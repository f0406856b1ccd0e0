using EdgeActors.Messages.Link;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>The bytes of a stream of chunks, as a stream that a store can read.</summary>
/// <param name="first">A chunk that has been read already.</param>
/// <param name="next">The next chunk, or null at the end.</param>
public sealed class ChunkStream(BlobChunk first, Func<Task<BlobChunk?>> next) : ReadOnceStream
{
    private BlobChunk? _chunk = first;
    private int _taken;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_chunk is not null && _taken == _chunk.Data.Length)
        {
            _chunk = await next();
            _taken = 0;
        }

        if (_chunk is null)
            return 0;
        var count = Math.Min(buffer.Length, _chunk.Data.Length - _taken);
        _chunk.Data.Memory.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }
}
