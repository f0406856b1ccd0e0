using System.Collections.Concurrent;
using EdgeActors.Actors.Training;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>A device's disk, which outlives its actor; full when the test says so.</summary>
public sealed class DiskInMemory : IDeviceTrainingStore
{
    private readonly ConcurrentDictionary<string, byte[]> _files = new();

    public bool Full { get; set; }

    /// <summary>Writes that did not fit.</summary>
    public int Refused { get; private set; }

    public IEnumerable<string> Names => _files.Keys;

    public byte[]? Read(string name) => _files.GetValueOrDefault(name);

    public void Write(string name, byte[] bytes)
    {
        if (Full)
        {
            Refused++;
            throw new IOException("no space left on the device");
        }

        _files[name] = bytes;
    }

    public void Delete(string name) => _files.TryRemove(name, out _);

    /// <summary>As a bit that flipped.</summary>
    public void Damage(string name) => _files[name][^1] ^= 1;
}
