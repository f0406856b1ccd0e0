using EdgeActors.Cli.Tiers;
using HostExit = EdgeActors.Hosts.Common.Lifecycle.ExitCodes;

namespace EdgeActors.Hosts.Tests.Cli;

public sealed class RestartPolicySpecs
{
    [Theory]
    [InlineData(HostExit.Failed, true)]
    [InlineData(HostExit.NotReady, true)]
    [InlineData(HostExit.Removed, true)]
    [InlineData(137, true)] // SIGKILL
    [InlineData(HostExit.Ok, false)]
    [InlineData(HostExit.Configuration, false)]
    [InlineData(HostExit.InUse, false)]
    [InlineData(HostExit.Journal, false)]
    [InlineData(HostExit.Certificate, false)]
    public void A_host_is_started_again_where_that_can_help(int exitCode, bool again) => Assert.Equal(again, RestartPolicy.MayHelp(exitCode));
}
