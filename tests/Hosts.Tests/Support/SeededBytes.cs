namespace EdgeActors.Hosts.Tests.Support;

/// <summary>Bytes that do not compress and are the same in every run.</summary>
internal static class SeededBytes
{
    public static byte[] Of(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
