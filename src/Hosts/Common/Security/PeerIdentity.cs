using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>Who a certificate is for: <c>CN</c> is the host's or device's name, <c>OU</c> its role, <c>O</c> always EdgeActors.</summary>
/// <param name="Role"><c>cloud</c>, <c>edge</c>, <c>gateway</c> or <c>device</c>.</param>
public sealed record PeerIdentity(string Name, string Role)
{
    public const string Organization = "EdgeActors";
    public const string DeviceRole = "device";

    /// <summary>The roles whose members may talk to each other over Akka.Remote and fetch each other's blobs.</summary>
    public static readonly IReadOnlyList<string> MemberRoles = ["cloud", "edge", "gateway"];

    /// <summary>Null where the subject is not one of ours.</summary>
    public static PeerIdentity? Of(X509Certificate2 certificate)
    {
        string? name = null, role = null, organization = null;
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements)
                return null;
            switch (part.GetSingleElementType().Value)
            {
                case "2.5.4.3": name = part.GetSingleElementValue(); break;
                case "2.5.4.11": role = part.GetSingleElementValue(); break;
                case "2.5.4.10": organization = part.GetSingleElementValue(); break;
            }
        }

        return organization == Organization && name is not null && role is not null ? new PeerIdentity(name, role) : null;
    }

    public X500DistinguishedName ToSubject()
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(Name);
        subject.AddOrganizationalUnitName(Role);
        subject.AddOrganizationName(Organization);
        return subject.Build();
    }

    public override string ToString() => $"{Role} '{Name}'";
}
