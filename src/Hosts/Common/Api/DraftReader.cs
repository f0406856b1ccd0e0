using System.Globalization;
using System.Text.Json;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>Reads the body of <c>POST /v1/requests</c>, JSON or multipart, and checks everything that needs no other host.</summary>
public static class DraftReader
{
    private static readonly string[] Fields = ["text", "device", "onDevice", "accuracyLossBudget", "deadlineMs", "allowEdge"];

    /// <exception cref="ApiException">The body is too large, of an unsupported type, or not a request that can be carried out.</exception>
    public static async Task<RequestDraft> ReadAsync(HttpRequest request, ApiLimits limits, CancellationToken cancel)
    {
        LimitBody(request, limits);
        try
        {
            return Check(request switch
            {
                { HasFormContentType: true } => await ReadFormAsync(request, limits, cancel),
                _ when request.HasJsonContentType() => await ReadJsonAsync(request, cancel),
                _ => throw new ApiException(Problem.UnsupportedMediaType,
                    $"The body is '{request.ContentType ?? "of no type"}': send application/json or multipart/form-data."),
            }, limits);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(limits);
        }
        // The form reader's own words for a body that breaks off or has more parts than anybody needs.
        catch (Exception e) when (e is JsonException or InvalidDataException or BadHttpRequestException or IOException { InnerException: null })
        {
            throw new ApiException(FailureCodes.InvalidRequest, $"The body can't be read: {e.Message}");
        }
    }

    private static void LimitBody(HttpRequest request, ApiLimits limits)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
            throw TooLarge(limits);
        // Covers bodies without a length; read-only once somebody has begun to read.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limits.MaxBodyBytes;
    }

    private static ApiException TooLarge(ApiLimits limits) =>
        new(Problem.BodyTooLarge, $"The body is larger than {limits.MaxBodyBytes:N0} bytes: scale the picture down.");

    private static async Task<SubmitBody> ReadJsonAsync(HttpRequest request, CancellationToken cancel) =>
        await JsonSerializer.DeserializeAsync<SubmitBody>(request.Body, ApiJson.Options, cancel) ?? throw Invalid("The body is null: send an object.");

    private static async Task<SubmitBody> ReadFormAsync(HttpRequest request, ApiLimits limits, CancellationToken cancel)
    {
        var form = await request.ReadFormAsync(
            new FormOptions
            {
                // Uploads stay in memory: the body limit has bounded them, and a picture never touches the disk unchecked.
                MemoryBufferThreshold = (int)limits.MaxBodyBytes,
                MultipartBodyLengthLimit = limits.MaxBodyBytes,
                ValueCountLimit = 64,
            },
            cancel);
        if (form.Keys.FirstOrDefault(key => !Fields.Contains(key, StringComparer.Ordinal)) is { } unknown)
            throw Invalid($"There is no field '{unknown}': there are {string.Join(", ", Fields)}, and files.");
        var pictures = new List<SubmittedPicture>();
        foreach (var file in form.Files)
        {
            var bytes = new byte[file.Length];
            await using var content = file.OpenReadStream();
            await content.ReadExactlyAsync(bytes, cancel);
            pictures.Add(new SubmittedPicture(Data: bytes, Name: file.FileName));
        }
        pictures.AddRange(form["onDevice"].OfType<string>().Select(id => new SubmittedPicture(OnDevice: id)));
        return new SubmitBody(
            form["text"].FirstOrDefault(), pictures, form["device"].FirstOrDefault(), Number("accuracyLossBudget"), Number("deadlineMs"), Switch("allowEdge"));

        double? Number(string field) => form[field].FirstOrDefault() switch
        {
            null => null,
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
            var text => throw Invalid($"{field} = '{text}' is not a number."),
        };

        bool? Switch(string field) => form[field].FirstOrDefault() switch
        {
            null => null,
            var text when bool.TryParse(text, out var value) => value,
            var text => throw Invalid($"{field} = '{text}': true or false is allowed."),
        };
    }

    /// <summary>The same checks for a body that did not come over HTTP.</summary>
    /// <exception cref="ApiException">It is not a request that can be carried out.</exception>
    public static RequestDraft Check(SubmitBody body, ApiLimits limits)
    {
        var text = body.Text?.Trim();
        if (string.IsNullOrEmpty(text))
            throw Invalid("text is missing: say what you want to know about the picture.");
        if (text.Length > limits.MaxTextCharacters)
            throw Invalid($"text has {text.Length:N0} characters: at most {limits.MaxTextCharacters:N0} are taken.");

        var pictures = body.Pictures ?? [];
        if (pictures.Count > limits.MaxPictures)
            throw Invalid($"There are {pictures.Count} pictures: at most {limits.MaxPictures} are taken in one request.");
        if (body.Device is { } name && !Identifier.IsValid(name))
            throw Invalid($"device = '{name}' can't be the name of a device: letters, digits, dots, underscores and hyphens are allowed.");
        var device = body.Device is { } given ? new DeviceId(given) : null;
        if (device is { IsEdgePool: true })
            throw Invalid($"device = '{device}' is no device: leave it out to let the edge run everything.");
        if (device is null && pictures.Any(picture => picture?.OnDevice is { }))
            throw Invalid("A picture is on a device, and device is missing: name the device that holds it.");

        var budget = body.AccuracyLossBudget ?? ApiLimits.DefaultAccuracyLossBudget;
        if (budget is not (>= 0 and <= 1))
            throw Invalid($"accuracyLossBudget = {budget}: a fraction from 0 (lossless) to 1 is allowed; 0.01 is one point.");
        var deadline = body.DeadlineMs is { } ms && (double.IsNaN(ms) || ms < 1 || ms > limits.MaxDeadline.TotalMilliseconds)
            ? throw Invalid($"deadlineMs = {ms}: 1 to {limits.MaxDeadline.TotalMilliseconds:0} is allowed.")
            : body.DeadlineMs is { } wanted ? TimeSpan.FromMilliseconds(wanted) : limits.DefaultDeadline;
        return new(text, [.. pictures.Select(CheckPicture)], device, budget, deadline, body.AllowEdge ?? true);
    }

    private static DraftPicture CheckPicture(SubmittedPicture? picture, int index) => picture switch
    {
        { OnDevice: { } id, Data: null } when Identifier.IsValid(id) => new(null, id),
        { OnDevice: { } id, Data: null } => throw Invalid($"pictures[{index}].onDevice = '{id}' can't be the id of a picture on a device."),
        { OnDevice: null, Data: { } bytes } => new(Uploaded(bytes, picture.Name, index), null),
        _ => throw Invalid($"pictures[{index}] needs exactly one of onDevice and data."),
    };

    private static UploadedPicture Uploaded(byte[] bytes, string? name, int index)
    {
        try
        {
            var header = PictureDecoder.ReadHeader(bytes);
            return new(Path.GetFileName(name) is { Length: > 0 } file ? file : $"picture-{index + 1}", header.MediaType, bytes);
        }
        catch (PictureException e) when (e.Code == PictureException.TypeUnsupported)
        {
            throw new ApiException(Problem.UnsupportedMediaType, $"pictures[{index}]: {e.Message}");
        }
        catch (PictureException e)
        {
            throw new ApiException(FailureCodes.PictureUnreadable, $"pictures[{index}]: {e.Message}");
        }
    }

    private static ApiException Invalid(string reason) => new(FailureCodes.InvalidRequest, reason);
}
