using EdgeActors.Edge;
using EdgeActors.Hosts.Common.Lifecycle;

return await HostProgram.RunAsync(EdgeHost.Definition, args);
