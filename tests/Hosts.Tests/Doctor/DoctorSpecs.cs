using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using EdgeActors.Cloud;
using EdgeActors.Edge;
using EdgeActors.Gateway;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Processes;
using EdgeActors.Hosts.Tests.Support;
using Microsoft.Data.Sqlite;
using FreePort = EdgeActors.Cli.FreePort;

namespace EdgeActors.Hosts.Tests.Doctor;

/// <summary>Each thing that can be wrong is made wrong; the doctor names it and says what to do.</summary>
public sealed class DoctorSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_host_that_was_never_started_fails_nothing()
    {
        TestModel.Write(_files["models"]);
        foreach (var definition in (HostDefinition[])[CloudHost.Definition, EdgeHost.Definition, GatewayHost.Definition, Device.DeviceHost.Definition])
        {
            var findings = await ExamineAsync(definition, definition.Settings.Contains(EdgeSettings.Models) || definition.Settings.Contains(CloudSettings.Models) ? [("edgeactors.models", _files["models"])] : []);
            Assert.DoesNotContain(findings, finding => finding.State == FindingState.Failed);
            Assert.All(findings, finding => Assert.Equal(finding.State == FindingState.Ok, finding.Remedy is null));
        }
    }

    [Fact]
    public async Task A_port_of_another_program_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var finding = Failed(await ExamineAsync(EdgeHost.Definition, ("edgeactors.link.port", $"{port}")));

        Assert.Equal("port link.port", finding.Check);
        Assert.Contains($"{port}", finding.What, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_key_that_others_can_read_is_named_with_the_command_that_hides_it()
    {
        await Certificates.IssueAsync(new PeerIdentity("edge", "edge"), [], CancellationToken.None);
        var key = Certificates.KeyFile(new PeerIdentity("edge", "edge"));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var finding = Failed(await ExamineAsync(EdgeHost.Definition));

        Assert.Equal("key", finding.Check);
        Assert.Contains($"chmod 600 {key}", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_missing_revoked_or_of_another_authority_fails_and_one_that_ends_soon_warns()
    {
        var provided = ("edgeactors.certs", "provided");
        Assert.Contains("ca.pem is missing", Failed(await ExamineAsync(EdgeHost.Definition, provided)).What, StringComparison.Ordinal);

        var edge = new PeerIdentity("edge", "edge");
        await Certificates.IssueAsync(edge, [], CancellationToken.None);
        Assert.Equal(FindingState.Ok, Certificate(await ExamineAsync(EdgeHost.Definition, provided)).State);

        var late = new ManualTime(Now + CertificateAuthority.LeafLifetime - TimeSpan.FromDays(10));
        Assert.Equal(FindingState.Warning, Certificate(await ExamineAsync(EdgeHost.Definition, late, provided)).State);

        await Certificates.Revocations.AddAsync(edge, "stolen", new ManualTime(Now), CancellationToken.None);
        Assert.Contains("stolen", Certificate(await ExamineAsync(EdgeHost.Definition, provided)).What, StringComparison.Ordinal);

        using var other = CertificateAuthority.Create(TimeProvider.System);
        Certificates.SaveAuthorities([other.Certificate]);
        Assert.Contains("not by our authority", Certificate(await ExamineAsync(EdgeHost.Definition, provided)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_no_database_fails_and_one_that_is_sound_does_not()
    {
        Directory.CreateDirectory(_files["cloud"]);
        var file = _files["cloud", "journal.db"];
        await using (var made = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await made.OpenAsync();
            await using var command = made.CreateCommand();
            command.CommandText = "CREATE TABLE t(x); INSERT INTO t VALUES (1)";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Contains("sound", (await ExamineAsync(CloudHost.Definition)).Single(finding => finding.Check == "journal").What, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "this is not a database, and long enough to be looked at as one");
        Assert.Contains(file, Failed(await ExamineAsync(CloudHost.Definition)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_journal_that_fails_and_its_password_is_not_shown()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        var finding = Failed(await ExamineAsync(
            CloudHost.Definition, ("edgeactors.journal.provider", "postgres"), ("edgeactors.journal.connection", $"Host=127.0.0.1;Port={port};Database=e;Username=u;Password=secret")));

        Assert.Contains($"127.0.0.1:{port}/e", finding.What, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", finding.What + finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_whose_bytes_changed_fails_with_its_file()
    {
        TestModel.Write(_files["models"]);
        var file = Directory.EnumerateFiles(_files["models"], "*.onnx", SearchOption.AllDirectories).First();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var finding = Failed(await ExamineAsync(EdgeHost.Definition, ("edgeactors.models", _files["models"])));

        Assert.Equal("model", finding.Check);
        Assert.Contains(file, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_rotted_is_a_warning()
    {
        var name = new string('a', 64);
        Directory.CreateDirectory(_files["edge", "blobs", "aa"]);
        await File.WriteAllTextAsync(_files["edge", "blobs", "aa", name], "other bytes");

        var findings = await ExamineAsync(EdgeHost.Definition);

        Assert.Contains(findings, finding => finding is { Check: "blob", State: FindingState.Warning } && finding.What.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("development", "127.0.0.1", false, FindingState.Warning)]
    [InlineData("development", "0.0.0.0", false, FindingState.Failed)]
    [InlineData("keys", "0.0.0.0", false, FindingState.Failed)]
    [InlineData("keys", "0.0.0.0", true, FindingState.Ok)]
    public async Task A_gateway_that_everybody_or_nobody_can_call_is_said(string access, string host, bool key, FindingState expected)
    {
        if (key)
            ApiKeyFile.Create(_files["gateway", ApiKeyFile.Name], "a program", [Scopes.Infer], 60, Now);

        var findings = await ExamineAsync(GatewayHost.Definition, ("edgeactors.access", access), ("edgeactors.http.host", host));

        Assert.Equal(expected, findings.Single(finding => finding.Check == "API keys").State);
    }

    [Fact]
    public async Task A_running_host_finds_itself_well_and_its_health_check_agrees()
    {
        var port = FreePort.Find();
        string[] flags = ["--data-dir", _files.Path, "--remote-port", "0", "--blobs-port", "0", "--http-port", $"{port}"];
        await using var cloud = HostUnderTest.Start("cloud", flags);
        await cloud.ReadyAsync();

        var (exit, output, errors) = await HostUnderTest.RunAsync("cloud", ["doctor", .. flags]);
        Assert.True(exit == ExitCodes.Ok, output + errors);
        Assert.Contains("does its work", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await HostUnderTest.RunAsync("cloud", ["healthcheck", .. flags])).Exit);

        await cloud.KillAsync();
        var (gone, said, _) = await HostUnderTest.RunAsync("cloud", ["healthcheck", .. flags]);
        Assert.Equal(ExitCodes.Failed, gone);
        Assert.Contains($"{port}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_a_finding_too()
    {
        var (exit, output, _) = await HostUnderTest.RunAsync("edge", "doctor", "--link-port", "70000", "--json");

        Assert.Equal(ExitCodes.Failed, exit);
        Assert.Contains("\"failed\"", output, StringComparison.Ordinal);
        Assert.Contains("a port from 0 to 65535", output, StringComparison.Ordinal);
    }

    private CertificateFolder Certificates => new(_files["certs"], TimeProvider.System);

    private Task<IReadOnlyList<Finding>> ExamineAsync(HostDefinition definition, params (string Key, string Value)[] given) => ExamineAsync(definition, TimeProvider.System, given);

    private async Task<IReadOnlyList<Finding>> ExamineAsync(HostDefinition definition, TimeProvider time, params (string Key, string Value)[] given)
    {
        // Ports are whatever is free, unless the test says which.
        var values = definition.Settings.Where(setting => setting.Key.EndsWith(".port", StringComparison.Ordinal)).ToDictionary(setting => setting.HoconPath, _ => "0");
        values["edgeactors.data-dir"] = _files.Path;
        foreach (var (key, value) in given)
            values[key] = value;
        var (settings, _) = HostConfiguration.Resolve(definition, setting => values.TryGetValue(setting.HoconPath, out var value) ? [value] : null, _ => null);
        var findings = new List<Finding>();
        await foreach (var finding in HostDoctor.ExamineAsync(ExaminedHost.Of(definition, settings, time), CancellationToken.None))
            findings.Add(finding);
        return findings;
    }

    private static Finding Failed(IReadOnlyList<Finding> findings) => Assert.Single(findings, finding => finding.State == FindingState.Failed);

    private static Finding Certificate(IReadOnlyList<Finding> findings) => Assert.Single(findings, finding => finding.Check == "certificate");

    private sealed class ManualTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
