using EdgeActors.Hosts.Common.Lifecycle;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>
/// Blobs for other hosts, on a port of mutual TLS for members only. <c>GET</c> honours Range, so that a broken transfer goes on
/// where it stopped; <c>PUT</c> with Content-Range <c>bytes FROM-TO/LENGTH</c> takes a part and answers how much is there.
/// </summary>
public static class BlobEndpoints
{
    public const string Listener = "blobs";
    public const string OffsetHeader = "Blob-Offset";

    public static void MapBlobs(this IEndpointRouteBuilder routes)
    {
        var blobs = routes.MapGroup("/blobs").OnListener(Listener).ExcludeFromDescription();
        blobs.MapMethods("/{sha256}", [HttpMethods.Get, HttpMethods.Head], GetAsync);
        blobs.MapPut("/{sha256}", PutAsync);
    }

    private static async Task<IResult> GetAsync(string sha256, BlobStore store, HttpContext context, CancellationToken cancel)
    {
        if (!BlobDigest.IsValid(sha256))
            return NoDigest();
        if (await store.FindAsync(sha256, cancel) is { } path)
            return Results.File(path, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true);
        context.Response.Headers[OffsetHeader] = store.Progress(sha256).Offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.NotFound();
    }

    private static async Task<IResult> PutAsync(string sha256, BlobStore store, HttpRequest request, [FromHeader(Name = "Content-Range")] string? range, CancellationToken cancel)
    {
        if (!BlobDigest.IsValid(sha256))
            return NoDigest();
        var (offset, length) = (0L, request.ContentLength);
        if (range is not null)
        {
            if (!ContentRangeHeaderValue.TryParse(range, out var parsed) || parsed is not { From: { } from, Length: { } whole })
                return Results.Problem("Content-Range must be 'bytes FROM-TO/LENGTH'.", statusCode: StatusCodes.Status400BadRequest);
            (offset, length) = (from, whole);
        }

        if (length is not { } total)
            return Results.Problem("Say how long the blob is: Content-Length, or Content-Range for a part.", statusCode: StatusCodes.Status411LengthRequired);

        // The store's own bound is the limit.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        try
        {
            var progress = await store.WriteAsync(sha256, total, offset, request.Body, cancel);
            request.HttpContext.Response.Headers[OffsetHeader] = progress.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return progress.Complete ? Results.Created((string?)null, null) : Results.Accepted();
        }
        catch (BlobStoreException e)
        {
            return Results.Problem(e.Message, statusCode: e.Fault switch
            {
                BlobFault.Offset => StatusCodes.Status409Conflict,
                BlobFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
                _ => StatusCodes.Status422UnprocessableEntity,
            });
        }
    }

    private static IResult NoDigest() => Results.Problem("A blob is named by 64 lower-case hexadecimal digits.", statusCode: StatusCodes.Status400BadRequest);
}
