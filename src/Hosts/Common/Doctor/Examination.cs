namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>One thing to look at. It changes nothing that a running host would see, and never throws for what it finds.</summary>
public delegate Task<IReadOnlyList<Finding>> Examination(ExaminedHost host, CancellationToken cancel);
