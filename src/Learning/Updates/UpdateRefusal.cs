namespace EdgeActors.Learning.Updates;

/// <summary>Why an update does not count. <see cref="Reason"/> reaches the device and the run's log.</summary>
public sealed record UpdateRefusal(UpdateFault Fault, string Reason);
