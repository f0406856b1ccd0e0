using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Processes;

/// <summary>What a person sees when a host can't start: one line that says what to do, and an exit code for the supervisor.</summary>
public sealed class HostStartSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("cloud", "--journal-provider")]
    [InlineData("edge", "--link-port")]
    [InlineData("device", "--slowdown")]
    public async Task Every_host_says_how_it_is_configured(string tier, string flag)
    {
        var (exit, output, _) = await HostUnderTest.RunAsync(tier, "--help");
        Assert.Equal(ExitCodes.Ok, exit);
        Assert.Contains(flag, output);
        Assert.Contains("EDGEACTORS_DATA_DIR", output);
    }

    [Fact]
    public async Task A_wrong_value_stops_the_host_with_the_key_the_value_and_what_is_allowed()
    {
        var (exit, output, errors) = await HostUnderTest.RunAsync("edge", "--link-port", "70000", "--data-dir", _files.Path);
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Empty(output);
        Assert.Contains("edgeactors.link.port = \"70000\" (from --link-port)", errors);
        Assert.Contains("a port from 0 to 65535", errors);
    }

    [Fact]
    public async Task An_unknown_flag_stops_the_host()
    {
        var (exit, _, errors) = await HostUnderTest.RunAsync("device", "--slowdwon", "2");
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("--slowdwon", errors);
    }

    [Fact]
    public async Task A_second_host_on_the_same_port_or_folder_is_told_so()
    {
        await using var first = HostUnderTest.Start("cloud", Cloud("first", "0"));
        var port = new Uri((await first.ReadyAsync()).Urls["remote"].Replace("akka.ssl.tcp://edgeactors@", "tcp://", StringComparison.Ordinal)).Port;
        var onPort = await HostUnderTest.RunAsync("cloud", Cloud("second", $"{port}"));
        Assert.Equal(ExitCodes.InUse, onPort.Exit);
        Assert.Contains($"edgeactors.remote.port = {port}", onPort.Errors);
        var onFolder = await HostUnderTest.RunAsync("cloud", Cloud("first", "0"));
        Assert.Equal(ExitCodes.InUse, onFolder.Exit);
        Assert.Contains("already runs on", onFolder.Errors);
        var http = new Uri((await first.ReadyAsync()).Urls["http"]).Port;
        var onHttp = await HostUnderTest.RunAsync("cloud", [.. Cloud("third", "0"), "--http-port", $"{http}"]);
        Assert.Equal(ExitCodes.InUse, onHttp.Exit);
        Assert.Contains("Another program has the port", onHttp.Errors);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_opened_stops_the_host_with_its_path()
    {
        Directory.CreateDirectory(_files["cloud"]);
        File.WriteAllText(_files["cloud", "journal.db"], "this is not a database, and long enough to be looked at as one");
        var (exit, _, errors) = await HostUnderTest.RunAsync("cloud", Cloud("cloud", "0"));
        Assert.Equal(ExitCodes.Journal, exit);
        Assert.Contains(_files["cloud", "journal.db"], errors);
        Assert.Contains("backup", errors);
    }

    [Fact]
    public async Task A_certificate_that_is_missing_stops_the_host_with_the_command_that_makes_one()
    {
        var (exit, _, errors) = await HostUnderTest.RunAsync("edge", "--certs", "provided", "--data-dir", _files.Path, "--link-port", "0", "--remote-port", "0");
        Assert.Equal(ExitCodes.Certificate, exit);
        Assert.Contains("ca.pem is missing", errors);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_does_not_become_a_member_and_the_host_says_why()
    {
        await using var cloud = HostUnderTest.Start("cloud", Cloud("cloud", "0"));
        var seed = (await cloud.ReadyAsync()).Urls["remote"].Split('@')[1];
        await new CertificateFolder(_files["other"], TimeProvider.System).PrepareForDevelopmentAsync(new PeerIdentity("edge", "edge"), [], CancellationToken.None);
        var (exit, _, errors) = await HostUnderTest.RunAsync(
            "edge", "--certs-dir", _files["other"], "--data-dir", _files.Path, "--seed", seed, "--remote-port", "0", "--link-port", "0", "--blobs-port", "0", "--http-port", "0",
            "--ready-timeout", "8s");
        Assert.Equal(ExitCodes.NotReady, exit);
        Assert.Contains("not by our authority", errors);
    }

    private string[] Cloud(string name, string port) =>
        ["--name", name, "--data-dir", _files.Path, "--remote-port", port, "--http-port", "0", "--blobs-port", "0"];
}
