using EdgeActors.Device;
using EdgeActors.Hosts.Common.Lifecycle;

return await HostProgram.RunAsync(DeviceHost.Definition, args);
