using System.Collections.Concurrent;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// Memory of large tensors, used again: a model's inputs have the same few lengths, and arrays of this size are collected only together with
/// everything else that the host holds.
/// </summary>
internal static class TensorMemory
{
    /// <summary>From here on .NET puts an array among the large objects, bytes.</summary>
    private const int Large = 85_000;

    /// <summary>What may lie here unused, bytes.</summary>
    private const long MostHeld = 64_000_000;

    private const int MostLengths = 64;

    private static readonly ConcurrentDictionary<int, ConcurrentBag<byte[]>> Free = new();
    private static long _held;

    /// <summary>An array of exactly this length; what is in it is of somebody before.</summary>
    public static byte[] Rent(int length)
    {
        if (length < Large || !Free.TryGetValue(length, out var free) || !free.TryTake(out var array))
            return GC.AllocateUninitializedArray<byte>(length);
        Interlocked.Add(ref _held, -length);
        return array;
    }

    /// <summary>Nobody may look at it afterwards.</summary>
    public static void Return(byte[] array)
    {
        if (array.Length < Large || (Free.Count >= MostLengths && !Free.ContainsKey(array.Length)))
            return;
        if (Interlocked.Add(ref _held, array.Length) > MostHeld)
            Interlocked.Add(ref _held, -array.Length);
        else
            Free.GetOrAdd(array.Length, _ => []).Add(array);
    }
}
