using EdgeActors.Gateway.Page.Live;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class SystemWatchSpecs
{
    /// <summary>Found in review: a request whose cloud was slow for a second left the page, and came back as one that had just been asked.</summary>
    [Fact]
    public async Task What_does_not_answer_now_stays_as_it_was_last_seen() =>
        Assert.Equal("running", await SystemWatch.ReadOneAsync("running", _ => false, () => Task.FromException<string>(new TimeoutException())));

    [Fact]
    public async Task What_has_ended_is_not_asked_again() =>
        Assert.Equal("completed", await SystemWatch.ReadOneAsync("completed", known => known == "completed", () => throw new InvalidOperationException("asked again")));

    [Fact]
    public async Task What_nobody_has_seen_and_does_not_answer_is_not_shown() =>
        Assert.Null(await SystemWatch.ReadOneAsync<string>(null, _ => false, () => Task.FromException<string>(new TimeoutException())));
}
