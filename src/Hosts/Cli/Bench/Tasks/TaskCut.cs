namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>One place and one codec at which a model can be cut, with what it costs.</summary>
/// <param name="Bytes">On the wire with headers, mean of one example at a time.</param>
/// <param name="FewerThanPixels">How many times fewer than the picture's 8-bit RGB pixels at the model's size.</param>
/// <param name="PointsLost">Of the task's score, against the uncut model; null where the bundle was made without examples.</param>
/// <param name="Examples">That the loss was measured on.</param>
/// <param name="HeadShare">Of the graph's multiply-adds, 0 to 1; a decoder behind the graph is not counted and always at the tail's side.</param>
/// <param name="HybridMs">Computed from measured times of both sides and the link's rate.</param>
public sealed record TaskCut(string Cut, string Codec, bool Learned, double Bytes, double FewerThanPixels, double? PointsLost, int Examples, double HeadShare, double HybridMs);
