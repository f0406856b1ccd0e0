namespace EdgeActors.Cli.Demo;

/// <summary>Requests in a row at one rate of the link that were cut at the same place.</summary>
/// <param name="Link">Of the uplink, as it was set.</param>
/// <param name="Cut">Where the last of them was cut, with its codec.</param>
/// <param name="MedianMs">From asking to the answer.</param>
/// <param name="MovedAfterMs">How long after the link had changed the first request was cut there.</param>
internal sealed record MovingSplitRow(string Link, string Cut, int Requests, double MedianMs, double MovedAfterMs);
