using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using Microsoft.AspNetCore.Authorization;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>Decides <see cref="PageRequirement"/> for the page's document and for the connection that keeps it live.</summary>
internal sealed class PageAuthorization(AccessControl access) : AuthorizationHandler<PageRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PageRequirement requirement)
    {
        if ((context.Resource is HttpContext http && access.NeedsNoKey(http)) || KeyClaim.Of(context.User, access)?.Allows(Scopes.Infer) == true)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
