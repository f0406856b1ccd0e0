using System.Globalization;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Crashes;

/// <summary>At which journal write or blob of a training run a host kills itself.</summary>
/// <param name="Count">From 1. Of the run's journal writes, or of the blobs that arrive after the first of them.</param>
public sealed record CrashPoint(CrashPlace Place, int Count, RunId Run)
{
    /// <summary>How one is written.</summary>
    public const string Form = "PLACE:COUNT:RUN with a place of before-write, after-write, inside-blob, before-named";

    private static readonly Dictionary<string, CrashPlace> Places = new(StringComparer.Ordinal)
    {
        ["before-write"] = CrashPlace.BeforeWrite,
        ["after-write"] = CrashPlace.AfterWrite,
        ["inside-blob"] = CrashPlace.InsideBlob,
        ["before-named"] = CrashPlace.BeforeNamed,
    };

    /// <exception cref="FormatException">The text is not of <see cref="Form"/>.</exception>
    public static CrashPoint Parse(string text) =>
        text.Split(':', 3) is [var place, var count, var run] && Places.TryGetValue(place, out var known)
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && Identifier.IsValid(run)
            ? new(known, number, new(run))
            : throw new FormatException();

    public override string ToString() => $"{NameOf(Place)}:{Count.ToString(CultureInfo.InvariantCulture)}:{Run}";

    public static string NameOf(CrashPlace place) => Places.Single(known => known.Value == place).Key;
}
