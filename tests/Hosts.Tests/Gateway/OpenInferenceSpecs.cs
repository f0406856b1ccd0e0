using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>The Open Inference Protocol over HTTP, as the clients of KServe and Triton speak it.</summary>
public sealed class OpenInferenceSpecs
{
    [Fact]
    public async Task Sum_and_difference_come_back_in_json()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsJsonAsync("/v2/models/simple/infer", Simple());

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("42", answer.RootElement.GetProperty("id").GetString());
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i + 1), Data(answer, 0));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i - 1), Data(answer, 1));
    }

    [Fact]
    public async Task Tensors_travel_in_binary_and_bodies_may_be_compressed()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new[] { Binary("INPUT0"), Binary("INPUT1") }, outputs = new[] { new { name = "OUTPUT0", parameters = new { binary_data = true } } },
        });
        byte[] body = [.. json, .. Numbers(i => i), .. Numbers(_ => 1)];

        foreach (var compressed in new[] { false, true })
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, "/v2/models/simple/versions/1/infer") { Content = new ByteArrayContent(compressed ? Gzip(body) : body) };
            post.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            if (compressed)
                post.Content.Headers.ContentEncoding.Add("gzip");
            post.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
            using var response = await gateway.Http.SendAsync(post);

            var reply = await response.Content.ReadAsByteArrayAsync();
            Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(reply));
            var length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single());
            Assert.Equal(Numbers(i => i + 1), reply[length..]);
        }
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_a_huge_one_is_413()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v2/models/simple/infer") { Content = new ByteArrayContent(Gzip(new byte[20_000_000])) };
        post.Content.Headers.ContentEncoding.Add("gzip");

        using var response = await gateway.Http.SendAsync(post);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task The_whole_system_is_a_model_whose_answer_says_where_it_was_cut()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var picture = Pictures.Png();
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new object[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, parameters = new { binary_data_size = picture.Length + 4 } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "What is it?" } },
            },
        });
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, picture.Length);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v2/models/edgeactors/infer") { Content = new ByteArrayContent([.. json, .. prefix, .. picture]) };
        post.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");

        using var response = await gateway.Http.SendAsync(post);

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("frog", answer.RootElement.GetProperty("outputs")[0].GetProperty("data")[0].GetString());
        Assert.Contains("cnn@relu3+int8-rans", answer.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("cnn@relu3+int8-rans", answer.RootElement.GetProperty("parameters").GetProperty("cut").GetString());
        Assert.Equal(1012, answer.RootElement.GetProperty("parameters").GetProperty("link_bytes").GetInt64());
    }

    [Fact]
    public async Task A_picture_that_is_none_is_told_in_the_protocols_error_shape()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsJsonAsync("/v2/models/edgeactors/infer", new
        {
            inputs = new object[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "no picture" } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "?" } },
            },
        });

        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("image", error.RootElement.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_described_unloaded_and_loaded()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var metadata = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v2/models/simple"));
        Assert.Equal("INT32", metadata.RootElement.GetProperty("inputs")[0].GetProperty("datatype").GetString());
        Assert.Equal([1, 16], metadata.RootElement.GetProperty("inputs")[0].GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));

        (await gateway.Http.PostAsJsonAsync("/v2/repository/models/simple/unload", new { })).EnsureSuccessStatusCode();
        Assert.False((await gateway.Http.GetAsync("/v2/models/simple/ready")).IsSuccessStatusCode);
        (await gateway.Http.PostAsJsonAsync("/v2/repository/models/simple/load", new { })).EnsureSuccessStatusCode();
        Assert.True((await gateway.Http.GetAsync("/v2/models/simple/ready")).IsSuccessStatusCode);

        await gateway.Http.PostAsJsonAsync("/v2/models/simple/infer", Simple());
        using var statistics = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v2/models/simple/stats"));
        Assert.Equal(1, Assert.Single(statistics.RootElement.GetProperty("model_stats").EnumerateArray()).GetProperty("inference_count").GetInt32());
    }

    [Fact]
    public async Task Statistics_have_every_member_that_perf_analyzer_reads()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        await gateway.Http.PostAsJsonAsync("/v2/models/simple/infer", Simple());

        using var statistics = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v2/models/stats"));

        var model = statistics.RootElement.GetProperty("model_stats").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "simple");
        foreach (var member in (string[])["success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"])
        {
            Assert.Equal(member is "fail" or "cache_hit" or "cache_miss" ? 0u : 1u, model.GetProperty("inference_stats").GetProperty(member).GetProperty("count").GetUInt64());
            Assert.True(model.GetProperty("inference_stats").GetProperty(member).GetProperty("ns").TryGetUInt64(out _));
        }
        Assert.True(model.GetProperty("inference_stats").GetProperty("compute_infer").GetProperty("ns").GetUInt64() > 0);
    }

    [Theory]
    [InlineData("GET", "/v2/systemsharedmemory/status")]
    [InlineData("POST", "/v2/cudasharedmemory/region/x/register")]
    [InlineData("GET", "/v2/trace/setting")]
    [InlineData("POST", "/v2/logging")]
    public async Task An_extension_that_is_not_here_is_told_in_the_protocols_error_shape(string method, string path)
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains("extensions", error.RootElement.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_compressed_by_deflate_is_read_as_one_by_gzip()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var packed = new MemoryStream();
        await using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await JsonSerializer.SerializeAsync(zlib, Simple());
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v2/models/simple/infer") { Content = new ByteArrayContent(packed.ToArray()) };
        post.Content.Headers.ContentEncoding.Add("deflate");

        using var response = await gateway.Http.SendAsync(post);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/v2/models/nobody/infer", "unknown model")]
    [InlineData("/v2/models/simple/versions/9/infer", "version 9")]
    public async Task An_unknown_model_or_version_is_said_in_the_words_that_clients_look_for(string path, string named)
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var response = await gateway.Http.PostAsJsonAsync(path, Simple());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static object Simple() => new
    {
        id = "42",
        inputs = new object[]
        {
            new { name = "INPUT0", datatype = "INT32", shape = new[] { 1, 16 }, data = Enumerable.Range(0, 16) },
            new { name = "INPUT1", datatype = "INT32", shape = new[] { 1, 16 }, data = new[] { Enumerable.Repeat(1, 16) } },
        },
    };

    private static object Binary(string name) => new { name, datatype = "INT32", shape = new[] { 1, 16 }, parameters = new { binary_data_size = 64 } };

    private static IEnumerable<int> Data(JsonDocument answer, int output) =>
        answer.RootElement.GetProperty("outputs")[output].GetProperty("data").EnumerateArray().Select(value => value.GetInt32());

    private static byte[] Numbers(Func<int, int> value) => [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes(value(i)))];

    private static byte[] Gzip(byte[] body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(body);
        return packed.ToArray();
    }
}
