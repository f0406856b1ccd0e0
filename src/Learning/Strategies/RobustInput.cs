namespace EdgeActors.Learning.Strategies;

internal static class RobustInput
{
    /// <returns>Numbers in each update.</returns>
    public static int Check(IRobustRule rule, IReadOnlyList<float[]> updates)
    {
        if (updates.Count < rule.FewestUpdates)
            throw new ArgumentException($"{rule} needs at least {rule.FewestUpdates} updates and got {updates.Count}: raise the round's minimum");
        if (updates.Any(update => update.Length != updates[0].Length))
            throw new ArgumentException($"updates of different lengths: {string.Join(", ", updates.Select(update => update.Length).Distinct())}");
        return updates[0].Length;
    }
}
