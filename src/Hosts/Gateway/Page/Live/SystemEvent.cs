namespace EdgeActors.Gateway.Page.Live;

/// <summary>Something that changed between two snapshots, in words for a person.</summary>
/// <param name="Subject">What changed: a host, a device, a request, a run.</param>
/// <param name="Href">Where on the page there is more; null where nothing.</param>
public sealed record SystemEvent(DateTimeOffset At, SystemEventKind Kind, string Subject, string What, string? Href = null);
