using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Demo;

/// <param name="KilledAfter">The event at which the edge was killed.</param>
/// <param name="EndedWithinDeadline">The point of it: an answer or a reason, in time.</param>
internal sealed record InterruptedRequest(RequestResource Request, string KilledAfter, bool EndedWithinDeadline);
