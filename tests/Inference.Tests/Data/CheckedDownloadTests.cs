using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeActors.Inference.Data;

namespace EdgeActors.Inference.Tests.Data;

/// <summary>Against a real server on loopback that cuts transfers off where it is told to.</summary>
public sealed class CheckedDownloadTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 % 251))];
    private static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly string _folder = Directory.CreateTempSubdirectory("download").FullName;
    private readonly HttpClient _http = new();

    private string Target => Path.Combine(_folder, "file.bin");

    private string Partial => Target + ".partial";

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_right_file_appears_and_is_not_fetched_again()
    {
        using var server = new Server(Content);
        await Of(server).ToAsync(_http, Target);
        await Of(server).ToAsync(_http, Target);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.False(File.Exists(Partial));
        Assert.Equal(["bytes=0-"], server.Asked);
    }

    [Fact]
    public async Task A_file_with_another_checksum_is_thrown_away_and_what_was_there_stays()
    {
        File.WriteAllText(Target, "older");
        using var server = new Server(Content);
        var e = await Assert.ThrowsAsync<DataSetException>(() => (Of(server) with { Sha256 = new string('0', 64) }).ToAsync(_http, Target));
        Assert.Contains(Digest, e.Message);
        Assert.Contains("300,000 bytes", e.Message);
        Assert.Equal("older", File.ReadAllText(Target));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_broken_transfer_goes_on_where_it_broke()
    {
        using var server = new Server(Content) { BreaksAt = { 100_000, 250_000 } };
        await Of(server).ToAsync(_http, Target);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(3, server.Asked.Count);
        Assert.All(server.Asked.Skip(1), asked => Assert.NotEqual("bytes=0-", asked));
    }

    [Fact]
    public async Task A_later_call_goes_on_from_what_an_earlier_one_left()
    {
        File.WriteAllBytes(Partial, Content[..200_000]);
        using var server = new Server(Content);
        await Of(server).ToAsync(_http, Target);
        Assert.Equal(["bytes=200000-"], server.Asked);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_all_again()
    {
        File.WriteAllBytes(Partial, new byte[200_000]);
        using var server = new Server(Content) { KnowsRanges = false };
        await Of(server).ToAsync(_http, Target);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_whole_file_left_by_an_earlier_call_is_taken()
    {
        File.WriteAllBytes(Partial, Content);
        using var server = new Server(Content);
        await Of(server).ToAsync(_http, Target);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_at_the_same_byte_is_given_up_and_the_bytes_are_kept()
    {
        using var server = new Server(Content) { BreaksAt = { 100_000, 100_000, 100_000, 100_000, 100_000 } };
        var e = await Assert.ThrowsAsync<DataSetException>(() => Of(server).ToAsync(_http, Target));
        Assert.Contains("broke off after", e.Message);
        Assert.Contains(Partial, e.Message);
        Assert.True(new FileInfo(Partial).Length is > 0 and <= 100_000);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_refusal_says_which()
    {
        using var server = new Server(Content) { Status = HttpStatusCode.NotFound };
        var e = await Assert.ThrowsAsync<DataSetException>(() => Of(server).ToAsync(_http, Target));
        Assert.Contains("404", e.Message);
    }

    [Fact]
    public async Task Silence_is_a_broken_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);    // takes connections and never answers
        listener.Start();
        var from = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/file.bin");
        var download = new CheckedDownload(from, Digest) { Patience = TimeSpan.FromMilliseconds(50), Attempts = 2 };
        var e = await Assert.ThrowsAsync<DataSetException>(() => download.ToAsync(_http, Target));
        Assert.Contains("nothing came", e.Message);
    }

    private static CheckedDownload Of(Server server) => new(server.Address, Digest);

    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _content;

        public Server(byte[] content)
        {
            _content = content;
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/file.bin");
            free.Stop();
            _listener.Prefixes.Add(new Uri(Address, "/").ToString());
            _listener.Start();
            _ = ServeAsync();
        }

        public Uri Address { get; }

        public List<string> Asked { get; } = [];

        /// <summary>The byte of the file before which each answer in turn is cut off; later answers are whole.</summary>
        public List<int> BreaksAt { get; } = [];

        public bool KnowsRanges { get; init; } = true;

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                await AnswerAsync(context.Request.Headers["Range"] ?? "bytes=0-", context.Response);
            }
        }

        private async Task AnswerAsync(string range, HttpListenerResponse response)
        {
            Asked.Add(range);
            var from = KnowsRanges ? int.Parse(range[6..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            response.StatusCode = Status != HttpStatusCode.OK ? (int)Status : from >= _content.Length ? 416 : from > 0 ? 206 : 200;
            if (response.StatusCode >= 400)
            {
                response.Close();
                return;
            }

            var to = Asked.Count <= BreaksAt.Count ? BreaksAt[Asked.Count - 1] : _content.Length;
            response.ContentLength64 = _content.Length - from;
            await response.OutputStream.WriteAsync(_content.AsMemory(from, Math.Max(0, to - from)));
            await response.OutputStream.FlushAsync();
            if (to < _content.Length)
                response.Abort();
            else
                response.Close();
        }
    }
}
