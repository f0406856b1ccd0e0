using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Tests.Processes;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Crashes;

public sealed class CrashPointSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("after-write:17:run-1", CrashPlace.AfterWrite, 17)]
    [InlineData("inside-blob:1:run-1", CrashPlace.InsideBlob, 1)]
    public void A_point_is_read_as_it_is_written(string text, CrashPlace place, int count)
    {
        Assert.Equal(new CrashPoint(place, count, new("run-1")), CrashPoint.Parse(text));
        Assert.Equal(text, CrashPoint.Parse(text).ToString());
    }

    [Theory]
    [InlineData("after-write")]
    [InlineData("after-write:0:run")]
    [InlineData("sometime:1:run")]
    [InlineData("after-write:1:no such id")]
    public void What_is_no_point_is_refused(string text) => Assert.Throws<FormatException>(() => CrashPoint.Parse(text));

    [Fact]
    public void Only_the_write_that_was_asked_for_is_the_one_and_other_runs_do_not_count()
    {
        var crash = new DeliberateCrash(CrashPoint.Parse("after-write:3:a"));
        Assert.False(crash.Holds(["training-run-a", "training-round-b.1", "training-run-ab"]));
        Assert.False(crash.Holds(["models"]));
        Assert.True(crash.Holds(["training-round-a.1", "training-round-a.1", "training-round-a.1"]));
        Assert.False(crash.Holds(["training-round-a.2"]));
    }

    [Fact]
    public async Task A_host_with_certificates_of_its_own_refuses_to_be_crashed()
    {
        var (exit, _, errors) = await HostUnderTest.RunAsync("cloud", "--data-dir", _files.Path, "--certs", "provided", "--crash-at", "after-write:1:a");
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("edgeactors.crash-at", errors);
        Assert.Contains("development", errors);
    }
}
