namespace EdgeActors.Messages;

/// <summary>What one hop of a step was expected to take and took.</summary>
/// <param name="Name">One of <see cref="HopNames"/>.</param>
/// <param name="PredictedMs">NaN where nothing was predicted.</param>
/// <param name="Bytes">Over the link, headers included; 0 for hops that stay in a process.</param>
public sealed record HopCost(string Name, double PredictedMs, double MeasuredMs, long Bytes = 0);
