using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeActors.Hosts.Tests.Deployment;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Pictures in and words out over the Open Inference Protocol: the shipped models themselves, and the system as one model.</summary>
public sealed class WordedInferenceSpecs
{
    private const string Asked = "vqa-blip-small";
    private const string Captioning = "caption-blip-small";

    private static readonly byte[] RedTriangle = File.ReadAllBytes(Repository.File("models", "pictures", "drawn", "red-triangle.png"));

    public static TheoryData<string, string?, object?> Texts => new()
    {
        { Convert.ToBase64String(RedTriangle), null, null },
        { Convert.ToBase64String(RedTriangle), "content_type", "base64" },
        { $"data:image/png;base64,{Convert.ToBase64String(RedTriangle)}", null, null },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_question_about_a_picture_in_json_is_answered_in_words(string picture, string? parameter, object? value)
    {
        await using var gateway = await GatewayInProcess.StartAsync(models: [Asked]);

        using var answer = await JsonAsync(gateway, Asked, new
        {
            inputs = new object[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, parameters = Parameters(parameter, value), data = new[] { picture } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "what color is the shape?" } },
            },
        });

        Assert.Equal("red", Word(answer, 0));
        Assert.InRange(answer.RootElement.GetProperty("outputs")[1].GetProperty("data")[0].GetSingle(), 0.5f, 1f);
    }

    [Fact]
    public async Task A_question_about_a_picture_in_binary_is_answered_in_binary()
    {
        await using var gateway = await GatewayInProcess.StartAsync(models: [Asked]);
        var (image, question) = (Element(RedTriangle), Element("what color is the shape?"u8.ToArray()));
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            inputs = new[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, parameters = new { binary_data_size = image.Length } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, parameters = new { binary_data_size = question.Length } },
            },
            parameters = new { binary_data_output = true },
        });
        using var post = new HttpRequestMessage(HttpMethod.Post, $"/v2/models/{Asked}/infer") { Content = new ByteArrayContent([.. json, .. image, .. question]) };
        post.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");

        using var response = await gateway.Http.SendAsync(post);

        var reply = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(reply));
        var raw = reply.AsSpan(int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single()));
        Assert.Equal("red", Encoding.UTF8.GetString(raw.Slice(4, BinaryPrimitives.ReadInt32LittleEndian(raw))));
    }

    [Fact]
    public async Task A_caption_needs_a_picture_and_nothing_else()
    {
        await using var gateway = await GatewayInProcess.StartAsync(models: [Captioning]);

        using var metadata = JsonDocument.Parse(await gateway.Http.GetStringAsync($"/v2/models/{Captioning}"));
        Assert.Equal("image", Assert.Single(metadata.RootElement.GetProperty("inputs").EnumerateArray()).GetProperty("name").GetString());
        using var answer = await JsonAsync(gateway, Captioning, new
        {
            inputs = new[] { new { name = "image", datatype = "BYTES", shape = new[] { 1 }, data = new[] { Convert.ToBase64String(RedTriangle) } } },
        });

        Assert.Contains(' ', Word(answer, 0));
    }

    [Fact]
    public async Task A_question_without_words_is_the_callers_fault()
    {
        await using var gateway = await GatewayInProcess.StartAsync(models: [Asked]);

        using var response = await gateway.Http.PostAsJsonAsync($"/v2/models/{Asked}/infer", new
        {
            inputs = new object[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, data = new[] { Convert.ToBase64String(RedTriangle) } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "" } },
            },
        });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("no words", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_system_takes_a_picture_in_json_and_answers_in_words()
    {
        var caption = GatewayInProcess.Frog with { Answer = new TextAnswer("a small red triangle", 0.8f) };
        await using var gateway = await GatewayInProcess.StartAsync(_ => new FakeRequests.Outcome.Answered(caption));

        using var answer = await JsonAsync(gateway, "edgeactors", new
        {
            inputs = new object[]
            {
                new { name = "image", datatype = "BYTES", shape = new[] { 1 }, data = new[] { Convert.ToBase64String(RedTriangle) } },
                new { name = "question", datatype = "BYTES", shape = new[] { 1 }, data = new[] { "Describe the picture." } },
            },
        });

        Assert.Equal("a small red triangle", Word(answer, 0));
        Assert.Equal(RedTriangle, Assert.Single(gateway.Blobs.Held.Values));
    }

    private static async Task<JsonDocument> JsonAsync(GatewayInProcess gateway, string model, object body)
    {
        using var response = await gateway.Http.PostAsJsonAsync($"/v2/models/{model}/infer", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text);
    }

    private static Dictionary<string, object> Parameters(string? name, object? value) => name is null ? [] : new() { [name] = value! };

    private static string Word(JsonDocument answer, int output) => answer.RootElement.GetProperty("outputs")[output].GetProperty("data")[0].GetString()!;

    private static byte[] Element(byte[] bytes)
    {
        var element = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(element, bytes.Length);
        bytes.CopyTo(element, 4);
        return element;
    }
}
