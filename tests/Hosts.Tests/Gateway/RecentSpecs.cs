using System.Net.Http.Json;
using EdgeActors.Gateway;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class RecentSpecs
{
    [Fact]
    public void The_newest_come_first_the_oldest_are_forgotten_and_none_is_there_twice()
    {
        var recent = new Recent<string>(3);
        foreach (var id in (string[])["a", "b", "c", "a", "d"])
            recent.Add(id);

        Assert.Equal(["d", "a", "c"], recent.Ids);
    }

    [Fact]
    public void They_begin_with_those_from_before_as_far_as_there_is_room()
    {
        var recent = new Recent<string>(3, ["a", "b", "c", "d"]);
        recent.Add("e");

        Assert.Equal(["e", "a", "b"], recent.Ids);
    }

    [Fact]
    public async Task A_gateway_that_has_stopped_leaves_its_newest_to_the_next_and_one_that_is_forgotten_is_left_out()
    {
        using var files = new TemporaryFolder();
        string id;
        await using (var gateway = await GatewayInProcess.StartAsync(folder: files.Path))
        {
            using var response = await gateway.Http.PostAsJsonAsync("/v1/requests", new { text = "What is it?", pictures = new[] { new { onDevice = "cat" } }, device = "device-1" });
            id = (await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options))!.Id;
            await gateway.StopAsync();
        }

        Assert.Equal([new RequestId(id)], new RecentFile(files.Path).Read().Requests);
        // Its actors know nothing of the first one's requests.
        await using var next = await GatewayInProcess.StartAsync(folder: files.Path);
        Assert.Empty((await next.Http.GetFromJsonAsync<RequestResource[]>("/v1/requests", ApiJson.Options))!);
    }

    [Theory]
    [InlineData("{ half a fi")]
    [InlineData("null")]
    [InlineData("""{"requests":["../etc/passwd"],"runs":null}""")]
    public void A_damaged_file_is_no_file(string text)
    {
        using var files = new TemporaryFolder();
        File.WriteAllText(files["recent.json"], text);

        Assert.Empty(new RecentFile(files.Path).Read().Requests);
        Assert.Empty(new RecentFile(files.Path).Read().Runs);
    }
}
