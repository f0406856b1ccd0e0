using Microsoft.AspNetCore.Authorization;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>Who may see the page: in development mode whoever is at this machine, otherwise a browser that has shown a valid key.</summary>
internal sealed class PageRequirement : IAuthorizationRequirement
{
    public const string Policy = "page";
}
