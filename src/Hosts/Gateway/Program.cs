using EdgeActors.Gateway;
using EdgeActors.Hosts.Common.Lifecycle;

return await HostProgram.RunAsync(GatewayHost.Definition, args);
