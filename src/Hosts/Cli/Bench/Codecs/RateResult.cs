namespace EdgeActors.Cli.Bench.Codecs;

/// <summary>How often a classifier is right when its pictures or features take so many bytes.</summary>
/// <param name="What">A cut with its codec, or a picture format.</param>
/// <param name="HeadShare">Of the uncut model's multiply-adds, on the device.</param>
/// <param name="MeanBytes">Measured; for a picture format the limit within which each picture is at its best.</param>
/// <param name="Percent">Right answers.</param>
/// <param name="Note">What the figure does not say.</param>
internal sealed record RateResult(string What, double HeadShare, double MeanBytes, double Percent, int Pictures, string Note = "");
