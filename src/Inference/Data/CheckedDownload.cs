using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace EdgeActors.Inference.Data;

/// <summary>
/// Downloads a file that is named by its SHA-256. It appears under its name only once the checksum is right; what had come when the transfer broke
/// stays beside it as <c>.partial</c>, and the next attempt, in this call or in a later one, asks for the rest (RFC 9110, section 14).
/// </summary>
/// <param name="Progress">Told the bytes that are here, and of how many if the server says so.</param>
public sealed record CheckedDownload(Uri From, string Sha256, Action<long, long?>? Progress = null)
{
    private const int BufferLength = 1 << 16;

    /// <summary>A connection on which nothing arrives for so long is taken for broken.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row a transfer may break before anything of it has arrived.</summary>
    public int Attempts { get; init; } = 3;

    /// <exception cref="DataSetException">The server sent something else, refused, or broke off too often.</exception>
    public async Task ToAsync(HttpClient http, string path, CancellationToken cancellation = default)
    {
        if (File.Exists(path) && await DigestAsync(path, cancellation).ConfigureAwait(false) == Sha256)
        {
            return;
        }

        var partial = path + ".partial";
        await FetchAllAsync(http, partial, cancellation).ConfigureAwait(false);
        var digest = await DigestAsync(partial, cancellation).ConfigureAwait(false);
        if (digest != Sha256)
        {
            var length = new FileInfo(partial).Length;
            File.Delete(partial);
            throw new DataSetException($"{From} sent {length:N0} bytes with SHA-256 {digest}, expected {Sha256}: it is another file now, or was changed on the way. They were thrown away.");
        }

        File.Move(partial, path, overwrite: true);
    }

    private async Task FetchAllAsync(HttpClient http, string partial, CancellationToken cancellation)
    {
        for (var failures = 0; ;)
        {
            var before = Length(partial);
            try
            {
                await FetchRestAsync(http, partial, cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is IOException or HttpRequestException { StatusCode: null } or OperationCanceledException)
            {
                failures = Length(partial) > before ? 0 : failures + 1;
                if (failures >= Attempts)
                {
                    var reason = e is OperationCanceledException ? $"nothing came for {Patience.TotalSeconds:0} s" : e.Message;
                    throw new DataSetException($"{From} broke off after {Length(partial):N0} bytes: {reason} They are kept in '{partial}'; asking again goes on from there.", e);
                }
            }
        }
    }

    private async Task FetchRestAsync(HttpClient http, string partial, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, From);
        var have = Length(partial);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return;    // nothing is missing: the checksum tells whether what is here is right
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new DataSetException($"{From} answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }

        var goesOn = response.StatusCode == HttpStatusCode.PartialContent;
        var total = response.Content.Headers.ContentLength + (goesOn ? have : 0);
        using var file = new FileStream(partial, goesOn ? FileMode.Append : FileMode.Create);
        using var stream = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        var buffer = new byte[BufferLength];
        while (await stream.ReadAsync(buffer, patience.Token).ConfigureAwait(false) is > 0 and var read)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            Progress?.Invoke(file.Length, total);
            patience.CancelAfter(Patience);
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static async Task<string> DigestAsync(string path, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
