using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using Microsoft.AspNetCore.Builder;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>One kind of host: what it can be told and how it is wired. <see cref="HostProgram"/> does the rest.</summary>
public sealed record HostDefinition
{
    /// <summary><c>cloud</c>, <c>edge</c>, <c>gateway</c> or <c>device</c>: the cluster role, and the name of its HOCON file.</summary>
    public required string Tier { get; init; }

    /// <summary>One sentence for <c>--help</c>.</summary>
    public required string Summary { get; init; }

    public required IReadOnlyList<Setting> Settings { get; init; }

    /// <summary>HOCON files by name, strongest first.</summary>
    public required IReadOnlyList<string> Hocon { get; init; }

    /// <summary>Registers services and listeners. Runs after the settings have been checked and the certificates read.</summary>
    public required Action<HostBuild> Configure { get; init; }

    /// <summary>The assembly that wires it: what ships with it, such as the files of a page, is found under this name.</summary>
    public string Assembly => Configure.Method.Module.Assembly.GetName().Name!;

    /// <summary>What <c>doctor</c> looks at beyond what all hosts share.</summary>
    public IReadOnlyList<Examination> Examinations { get; init; } = [CertificateExamination.For()];

    /// <summary>Maps routes; health is mapped already.</summary>
    public Action<WebApplication> Map { get; init; } = static _ => { };
}
