namespace EdgeActors.Gateway.Cluster;

/// <summary>The cluster as this gateway sees it.</summary>
public sealed record ClusterResource(string Self, string? Leader, IReadOnlyList<MemberResource> Members);
