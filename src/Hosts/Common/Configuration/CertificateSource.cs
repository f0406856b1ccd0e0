namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>Where a host's certificate comes from.</summary>
public enum CertificateSource
{
    /// <summary>The host makes an authority and certificates where they are missing. For one machine only.</summary>
    Development,

    /// <summary>Somebody put them there; a missing one stops the host.</summary>
    Provided,
}
