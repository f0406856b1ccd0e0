using EdgeActors.Cloud;
using EdgeActors.Hosts.Common.Lifecycle;

return await HostProgram.RunAsync(CloudHost.Definition, args);
