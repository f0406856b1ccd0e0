namespace EdgeActors.Inference.Splits;

/// <param name="Name">One of <see cref="HopNames"/>.</param>
/// <param name="Ms">Expected (median) time.</param>
/// <param name="Bytes">Across the link; 0 for work.</param>
public sealed record PredictedHop(string Name, double Ms, double Bytes = 0);
