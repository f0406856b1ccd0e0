using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class RequestRoutesSpecs
{
    private const string Question = "What is in this picture?";

    [Fact]
    public async Task A_picture_and_a_question_become_a_journaled_request_with_an_address()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsync("/v1/requests", Form(Pictures.Png()));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var resource = await gateway.Http.GetFromJsonAsync<RequestResource>(response.Headers.Location, ApiJson.Options);
        Assert.Equal(Question, resource!.Text);
        var picture = Assert.Single(resource.Pictures);
        Assert.Equal("image/png", picture.MediaType);
        Assert.Equal(Pictures.Png(), gateway.Blobs.Held[picture.Sha256!]);
    }

    [Fact]
    public async Task Waiting_gets_the_answer_with_its_plan_its_cut_and_the_cost_of_each_hop()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = Form(Pictures.Png()) };
        post.Headers.Add("Prefer", "wait=20");

        using var response = await gateway.Http.SendAsync(post);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options);
        Assert.Equal("frog", request!.Answer);
        Assert.Equal("rules", request.Plan!.PlannedBy);
        Assert.Equal(31, request.ElapsedMs);
        var result = request.Steps[0].Result!;
        Assert.Equal(("relu3", "int8-rans", 1012L), (result.Cut, result.Codec, result.LinkBytes));
        Assert.Equal([2, null, 1], result.Hops.Select(hop => hop.PredictedMs));
    }

    [Fact]
    public async Task Json_takes_pictures_inline_and_pictures_on_the_device()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsJsonAsync("/v1/requests?wait=20", new
        {
            text = Question, device = "device-1", pictures = new object[] { new { onDevice = "cat" }, new { data = Pictures.Png() } },
        });

        var request = await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options);
        Assert.Equal("cat", request!.Pictures[0].OnDevice);
        Assert.Equal("image/png", request.Pictures[1].MediaType);
    }

    [Theory]
    [InlineData("""{"text":"  "}""", "text")]
    [InlineData("""{"text":"x","deadlineMs":-1}""", "deadlineMs")]
    [InlineData("""{"text":"x","deadlineMs":1e300}""", "deadlineMs")]
    [InlineData("""{"text":"x","accuracyLossBudget":1.5}""", "accuracyLossBudget")]
    [InlineData("""{"text":"x","device":"../etc"}""", "device")]
    [InlineData("""{"text":"x","device":"edge.pool.1"}""", "edge.pool.1")]
    [InlineData("""{"text":"x","pictures":[{"onDevice":"cat"}]}""", "device")]
    [InlineData("""{"text":"x","device":"device-1","pictures":[{"onDevice":"../../passwd"}]}""", "onDevice")]
    [InlineData("""{"text":"x","pictures":[{}]}""", "exactly one")]
    [InlineData("""{"text":"x","pictures":[null]}""", "exactly one")]
    [InlineData("""{"text":"x","pictures":[{"data":"%%%"}]}""", "body")]
    [InlineData("""{"text":"x","url":"http://example.com/a.jpg"}""", "url")]
    [InlineData("""{"text":5}""", "body")]
    [InlineData("""{"text":"x",""", "body")]
    [InlineData("null", "null")]
    [InlineData("[]", "body")]
    public async Task A_wrong_body_is_400_and_says_what_is_wrong(string body, string named)
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsync("/v1/requests", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await AssertProblemAsync(response, HttpStatusCode.BadRequest, FailureCodes.InvalidRequest);
        Assert.Contains(named, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_is_none_is_one_pixel_or_is_fifty_megapixels_is_400()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        foreach (var picture in new[] { "not a picture"u8.ToArray(), [], Pictures.Png(1, 1), Pictures.Bomb() })
        {
            using var response = await gateway.Http.PostAsync("/v1/requests", Form(picture));
            await AssertProblemAsync(response, HttpStatusCode.BadRequest, FailureCodes.PictureUnreadable);
        }
        Assert.Empty(gateway.Blobs.Held);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_with_and_without_a_length()
    {
        await using var gateway = await GatewayInProcess.StartAsync(limits: ApiLimits.Default with { MaxBodyBytes = 10_000 });

        using var told = await gateway.Http.PostAsync("/v1/requests", Form(new byte[20_000]));
        await AssertProblemAsync(told, HttpStatusCode.RequestEntityTooLarge, Problem.BodyTooLarge);

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = Form(new byte[20_000]) };
        chunked.Headers.TransferEncodingChunked = true;
        using var found = await gateway.Http.SendAsync(chunked);
        await AssertProblemAsync(found, HttpStatusCode.RequestEntityTooLarge, Problem.BodyTooLarge);
    }

    [Fact]
    public async Task A_body_of_another_type_is_415()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsync("/v1/requests", new StringContent("<a/>", Encoding.UTF8, "application/xml"));

        await AssertProblemAsync(response, HttpStatusCode.UnsupportedMediaType, Problem.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_unknown_device_is_404_before_anything_is_accepted()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsync("/v1/requests", Form(Pictures.Png(), ("device", "device-9")));

        await AssertProblemAsync(response, HttpStatusCode.NotFound, FailureCodes.DeviceUnknown);
    }

    [Fact]
    public async Task An_offline_device_is_503_with_a_time_to_come_back_unless_the_edge_may_answer()
    {
        await using var gateway = await GatewayInProcess.StartAsync(devices: [FakeDevices.View("device-1", online: false)]);

        using var refused = await gateway.Http.PostAsync("/v1/requests", Form(Pictures.Png(), ("device", "device-1"), ("allowEdge", "false")));
        await AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, FailureCodes.DeviceOffline);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);

        using var held = await gateway.Http.PostAsJsonAsync("/v1/requests", new { text = Question, device = "device-1", pictures = new[] { new { onDevice = "cat" } } });
        await AssertProblemAsync(held, HttpStatusCode.ServiceUnavailable, FailureCodes.DeviceOffline);

        using var taken = await gateway.Http.PostAsync("/v1/requests", Form(Pictures.Png(), ("device", "device-1")));
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    [Fact]
    public async Task A_passed_deadline_is_504_with_what_was_reached()
    {
        await using var gateway = await GatewayInProcess.StartAsync(_ =>
            new FakeRequests.Outcome.Ended(new(FailureCodes.DeadlinePassed, "the deadline of 1 s has passed in step 2"), "a frog"));

        using var response = await gateway.Http.PostAsync("/v1/requests?wait=20", Form(Pictures.Png()));

        var problem = await AssertProblemAsync(response, HttpStatusCode.GatewayTimeout, FailureCodes.DeadlinePassed);
        Assert.Equal("a frog", problem.GetProperty("reached").GetString());
        Assert.Equal("failed", problem.GetProperty("request").GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_same_idempotency_key_is_the_same_request_and_another_body_under_it_is_422()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var first = await gateway.Http.SendAsync(Post("key-1", "one"));
        using var again = await gateway.Http.SendAsync(Post("key-1", "one"));
        using var other = await gateway.Http.SendAsync(Post("key-1", "two"));

        Assert.Equal(first.Headers.Location, again.Headers.Location);
        await AssertProblemAsync(other, HttpStatusCode.UnprocessableEntity, Problem.IdempotencyConflict);

        static HttpRequestMessage Post(string key, string text)
        {
            var post = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = JsonContent.Create(new { text }) };
            post.Headers.Add("Idempotency-Key", key);
            return post;
        }
    }

    [Fact]
    public async Task A_full_gateway_refuses_at_once_instead_of_queueing()
    {
        await using var gateway = await GatewayInProcess.StartAsync(inFlight: 1);
        // A body that never ends holds the only place.
        using var stalled = new StalledBody();
        var first = gateway.Http.PostAsync("/v1/requests", stalled);
        // Its first bytes are on their way before it has its place. A second request sent in between could take that.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await stalled.Begun;
        while (gateway.Gate.Free > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        using var second = await gateway.Http.PostAsJsonAsync("/v1/requests", new { text = "x" });

        await AssertProblemAsync(second, HttpStatusCode.ServiceUnavailable, FailureCodes.Overloaded);
        stalled.Release();
        using var ended = await first;
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
    }

    [Fact]
    public async Task An_unknown_request_is_404_on_every_route()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        foreach (var path in new[] { "/v1/requests/r-nobody", "/v1/requests/r-nobody/events", "/v1/requests/%2e%2e%2fetc" })
        {
            using var response = await gateway.Http.GetAsync(path);
            await AssertProblemAsync(response, HttpStatusCode.NotFound, Problem.RequestUnknown);
        }
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_a_problem_too()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.GetAsync("/v1/nothing");

        await AssertProblemAsync(response, HttpStatusCode.NotFound, Problem.NotFound);
    }

    internal static MultipartFormDataContent Form(byte[] picture, params (string Field, string Value)[] fields)
    {
        var file = new ByteArrayContent(picture);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        var form = new MultipartFormDataContent { { new StringContent(Question), "text" }, { file, "picture", "a.png" } };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        return form;
    }

    internal static async Task<JsonElement> AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"expected {status}, got {response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"urn:edgeactors:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        return problem;
    }
}
