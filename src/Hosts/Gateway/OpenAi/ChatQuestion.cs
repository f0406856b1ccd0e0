using System.Text.Json;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>
/// A conversation as a request: the text is the last user message's; the pictures are its own or, where it has none, those of the last
/// user message that had some, so that "and what colour is it?" works.
/// </summary>
internal static class ChatQuestion
{
    private const string Base64Mark = ";base64,";

    /// <exception cref="ApiException">The conversation is no request that can be carried out.</exception>
    public static RequestDraft Read(ChatBody body, ApiLimits limits)
    {
        if (body.N is not (null or 1))
            throw Invalid($"n = {body.N}: there is one answer.");
        var asked = (body.Messages ?? []).Where(message => message?.Role == "user").Select(message => Parts(message.Content, limits)).ToList();
        if (asked.Count == 0)
            throw Invalid("messages holds no message of the user: ask something.");
        var text = asked[^1].Text.Trim();
        if (text.Length == 0)
            throw Invalid("The last message of the user has no text: ask something about the picture.");
        if (text.Length > limits.MaxTextCharacters)
            throw Invalid($"The question has {text.Length:N0} characters: at most {limits.MaxTextCharacters:N0} are taken.");
        var pictures = asked.LastOrDefault(message => message.Pictures.Count > 0).Pictures ?? [];
        if (pictures.Count > limits.MaxPictures)
            throw Invalid($"The message holds {pictures.Count} pictures: at most {limits.MaxPictures} are taken.");
        return new(
            text, [.. pictures.Select(picture => new DraftPicture(picture, null))], ChatModels.DeviceOf(body.Model), ApiLimits.DefaultAccuracyLossBudget,
            limits.DefaultDeadline, AllowEdge: true);
    }

    private static (string Text, IReadOnlyList<UploadedPicture> Pictures) Parts(JsonElement content, ApiLimits limits)
    {
        if (content.ValueKind == JsonValueKind.String)
            return (Characters(content), []);
        if (content.ValueKind != JsonValueKind.Array)
            throw Invalid("content is neither a string nor an array of parts.");
        var texts = new List<string>();
        var pictures = new List<UploadedPicture>();
        foreach (var part in content.EnumerateArray())
        {
            switch (Text(part, "type"))
            {
                case "text":
                    texts.Add(Text(part, "text") ?? throw Invalid("A text part has no text."));
                    break;
                case "image_url":
                    if (pictures.Count > limits.MaxPictures)
                        throw Invalid($"A message holds more than {limits.MaxPictures} pictures.");
                    pictures.Add(Picture(part, pictures.Count));
                    break;
                case var type:
                    throw Invalid($"A part of type '{type}' means nothing here: text and image_url do.");
            }
        }
        return (string.Join('\n', texts), pictures);
    }

    private static UploadedPicture Picture(JsonElement part, int index)
    {
        var url = part.TryGetProperty("image_url", out var image) ? Text(image, "url") : null;
        if (url is null || !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || url.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase) is not (> 0 and var mark))
            // No address of the caller's choosing is ever fetched from inside.
            throw Invalid("image_url.url must be a data URI (data:image/jpeg;base64,...): this gateway fetches no addresses.");
        try
        {
            var bytes = Convert.FromBase64String(url[(mark + Base64Mark.Length)..]);
            return new($"picture-{index + 1}", PictureDecoder.ReadHeader(bytes).MediaType, bytes);
        }
        catch (FormatException)
        {
            throw Invalid("image_url.url is not base64 after ';base64,'.");
        }
        catch (PictureException e)
        {
            throw new ApiException(FailureCodes.PictureUnreadable, e.Message);
        }
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? Characters(value) : null;

    private static string Characters(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // JSON may escape half of a surrogate pair, which is no character.
            throw Invalid("A text is not Unicode: it holds half of a surrogate pair.");
        }
    }

    private static ApiException Invalid(string reason) => new(FailureCodes.InvalidRequest, reason);
}
