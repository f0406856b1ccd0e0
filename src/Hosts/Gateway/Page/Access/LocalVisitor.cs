using System.Security.Claims;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>Says of a visitor that they use this machine and need no key. It is a fact of the connection, which a live page no longer has at hand.</summary>
internal static class LocalVisitor
{
    private const string Type = "edgeactors:local";

    /// <summary>Without a kind of authentication: nobody has shown who they are.</summary>
    public static ClaimsIdentity Identity() => new([new Claim(Type, "true")]);

    public static bool Is(ClaimsPrincipal visitor) => visitor.HasClaim(Type, "true");
}
