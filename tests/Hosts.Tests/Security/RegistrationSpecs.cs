using Akka.Actor;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Security;

/// <summary>Members that tell each other what is revoked.</summary>
public sealed class RegistrationSpecs : IAsyncDisposable
{
    private static readonly PeerIdentity Camera = new("camera", PeerIdentity.DeviceRole);

    private readonly TemporaryFolder _files = new();
    private readonly ActorSystem _system = ActorSystem.Create("registrations", "akka.stdout-loglevel = OFF\nakka.loglevel = WARNING");

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _files.Dispose();
    }

    [Fact]
    public async Task What_the_command_line_writes_at_one_member_is_known_to_all_and_to_one_that_comes_later()
    {
        CertificateFolder[] folders = [Folder("one"), Folder("two"), Folder("late")];
        var others = new KnownRegistrations(KnownRegistrations.Start(_system, "two", folders[1]));
        KnownRegistrations.Start(_system, "one", folders[0], others);

        await folders[0].Revocations.AddAsync(Camera, "stolen", TimeProvider.System, CancellationToken.None);

        await Eventually.Async(() => folders[1].Revocations.Of(Camera) is { }, "the second member to know");
        Assert.Null(folders[2].Revocations.Of(Camera));
        others.Add(KnownRegistrations.Start(_system, "late", folders[2]));
        await Eventually.Async(() => folders[2].Revocations.Of(Camera) is { }, "the late member to know");
        Assert.Equal(folders[0].Revocations.All, folders[2].Revocations.All);
    }

    [Fact]
    public async Task Of_two_revocations_of_one_peer_the_later_holds_whatever_comes_first()
    {
        var (folder, day) = (Folder("one"), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Revocation earlier = new("device", "camera", day.AddDays(-1), "lost"), later = new("device", "camera", day, "stolen");

        Assert.Equal([later], await folder.Revocations.TakeAsync([later], TimeProvider.System, CancellationToken.None));
        Assert.Empty(await folder.Revocations.TakeAsync([earlier, later], TimeProvider.System, CancellationToken.None));

        Assert.Equal(later, folder.Revocations.Of(Camera));
    }

    private CertificateFolder Folder(string name) => new(_files[name], TimeProvider.System);
}
