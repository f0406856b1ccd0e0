using System.ClientModel;
using System.ClientModel.Primitives;
using EdgeActors.Messages;
using OpenAI;
using OpenAI.Chat;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>OpenAI's own client against our routes: nothing in it is ours.</summary>
public sealed class OpenAiClientSpecs
{
    [Fact]
    public async Task A_picture_and_a_text_are_answered_as_an_assistant()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        ChatCompletion completion = await Client(gateway).CompleteChatAsync(Question());

        Assert.Equal("frog", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(ChatMessageRole.Assistant, completion.Role);
        Assert.Equal(Pictures.Png(), Assert.Single(gateway.Blobs.Held).Value);
    }

    [Fact]
    public async Task An_answer_streams()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var text = "";
        ChatFinishReason? finish = null;

        await foreach (var update in Client(gateway).CompleteChatStreamingAsync(Question()))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
        }

        Assert.Equal(("frog", ChatFinishReason.Stop), (text, finish));
    }

    [Fact]
    public async Task The_model_name_chooses_the_device()
    {
        DeviceId? asked = null;
        await using var gateway = await GatewayInProcess.StartAsync(spec =>
        {
            asked = spec.Device;
            return new FakeRequests.Outcome.Answered(GatewayInProcess.Frog);
        });

        await Client(gateway, "edgeactors@device-1").CompleteChatAsync(Question());

        Assert.Equal("device-1", asked?.Value);
    }

    [Fact]
    public async Task What_is_not_understood_is_said_as_an_assistant_and_not_as_an_error()
    {
        await using var gateway = await GatewayInProcess.StartAsync(_ =>
            new FakeRequests.Outcome.Ended(new(FailureCodes.NeedsClarification, "Which picture do you mean?"), null));

        ChatCompletion completion = await Client(gateway).CompleteChatAsync(Question());

        Assert.Equal("Which picture do you mean?", completion.Content[0].Text);
    }

    [Fact]
    public async Task A_passed_deadline_an_unknown_model_and_an_address_instead_of_a_picture_are_errors_in_their_shape()
    {
        await using var gateway = await GatewayInProcess.StartAsync(_ => new FakeRequests.Outcome.Ended(new(FailureCodes.DeadlinePassed, "too late"), null));

        await AssertErrorAsync(504, "too late", () => Client(gateway).CompleteChatAsync(Question()));
        await AssertErrorAsync(404, "gpt-9", () => Client(gateway, "gpt-9").CompleteChatAsync(Question()));
        await AssertErrorAsync(400, "data URI", () => Client(gateway).CompleteChatAsync(
            new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is it?"), ChatMessageContentPart.CreateImagePart(new Uri("http://127.0.0.1:1/secret.png")))));
        await AssertErrorAsync(400, "pixels", () => Client(gateway).CompleteChatAsync(Question(Pictures.Bomb())));
    }

    [Fact]
    public async Task Models_are_listed_with_the_devices_that_are_online()
    {
        await using var gateway = await GatewayInProcess.StartAsync(devices: [FakeDevices.View("device-1", online: true), FakeDevices.View("device-2", online: false)]);

        var models = await new OpenAIClient(new ApiKeyCredential("none"), Options(gateway)).GetOpenAIModelClient().GetModelsAsync();

        Assert.Equal(["edgeactors", "edgeactors@device-1"], models.Value.Select(model => model.Id));
    }

    private static async Task AssertErrorAsync(int status, string named, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(call);
        Assert.Equal(status, error.Status);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static UserChatMessage Question(byte[]? picture = null) => new(
        ChatMessageContentPart.CreateTextPart("What is in this picture?"),
        ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture ?? Pictures.Png()), "image/png"));

    private static ChatClient Client(GatewayInProcess gateway, string model = "edgeactors") => new(model, new ApiKeyCredential("none"), Options(gateway));

    // The client tries a 504 again by itself, which here would only repeat the answer.
    private static OpenAIClientOptions Options(GatewayInProcess gateway) =>
        new() { Endpoint = new Uri(gateway.Http.BaseAddress!, "v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
}
