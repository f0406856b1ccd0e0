using EdgeActors.Hosts.Common.Blobs;

namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>Gives out half of the first bytes of a blob, or all of it, and then kills the process: whoever copies it has written exactly that much.</summary>
internal sealed class CrashingStream(Stream blob, DeliberateCrash crash) : ReadOnceStream
{
    private bool _halved;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_halved)
            crash.Die();
        var read = await blob.ReadAsync(buffer, cancellationToken);
        if (crash.Point.Place == CrashPlace.InsideBlob)
        {
            _halved = true;
            return (read + 1) / 2;
        }

        if (read == 0)
            crash.Die();
        return read;
    }
}
