namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>What one large round takes of memory, from its first offer until its model is made.</summary>
/// <param name="BaseBytes">Resident in the process before the round.</param>
/// <param name="PeakBytes">The most that was resident, looked at every <see cref="WorkingSetWatch.Every"/>.</param>
/// <param name="UpdateBytes">Of all updates together, on the disk.</param>
internal sealed record RoundMemory(int Devices, int Parameters, long UpdateBytes, long BaseBytes, long PeakBytes, double Seconds);
