using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>How a device gets a round's weights: by the compressed difference when it has the version before, else whole; checked by digest either way.</summary>
internal static class DeviceModel
{
    /// <returns>The weights and the bytes that were fetched for them.</returns>
    public static async Task<(float[] Weights, long Fetched)> GetAsync(
        RoundOrder order, TrainingPlan plan, DeviceMemory memory, Func<BlobRef, Task<byte[]>> fetch)
    {
        var version = order.Round.Number - 1;
        if (memory.Model is { } same && same.Version == version && DigestOf(same.Weights) == order.Model.Sha256) return (same.Weights, 0);
        long fetched = 0;
        if (memory.Model is { } last && last.Version == version - 1 && order.Difference is { } difference)
        {
            var bytes = await fetch(difference);
            fetched += bytes.Length;
            var weights = last.Weights.ToArray();
            new ModelStep(plan.Down.DownCodec()).Follow(weights, bytes, plan.Step(version));
            if (DigestOf(weights) == order.Model.Sha256)
            {
                memory.Model = (version, weights);
                return (weights, fetched);
            }
        }

        var whole = await fetch(order.Model);
        memory.Model = (version, MemoryMarshal.Cast<byte, float>(whole).ToArray());
        return (memory.Model.Value.Weights, fetched + whole.Length);
    }

    private static string DigestOf(float[] weights) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights)));
}
