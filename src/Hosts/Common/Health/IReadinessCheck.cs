namespace EdgeActors.Hosts.Common.Health;

/// <summary>One thing that must work before a host is ready.</summary>
public interface IReadinessCheck
{
    string Name { get; }

    /// <summary>Null where it works, otherwise why not, in words for a person.</summary>
    Task<string?> WhyNotAsync(CancellationToken cancel);
}
