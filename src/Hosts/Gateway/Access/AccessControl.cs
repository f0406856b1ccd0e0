using System.Net;
using System.Threading.RateLimiting;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Gateway.Access;

/// <summary>Lets a call through, or says why not: no key (401), a key for something else (403), too many calls (429).</summary>
public sealed partial class AccessControl : IDisposable
{
    private const string Bearer = "Bearer ";
    private readonly AccessMode _mode;
    private readonly KeyRing _keys;
    private readonly ILogger<AccessControl> _log;
    private readonly PartitionedRateLimiter<ApiKey> _rates = PartitionedRateLimiter.Create<ApiKey, string>(key => RateLimitPartition.GetTokenBucketLimiter(key.Id, _ =>
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = key.PerMinute,
            TokensPerPeriod = Math.Max(1, key.PerMinute / 60),
            // Below one call a second the tokens come one by one, further apart.
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / key.PerMinute)),
            QueueLimit = 0,
        }));

    public AccessControl(AccessMode mode, KeyRing keys, ILogger<AccessControl> log)
    {
        (_mode, _keys, _log) = (mode, keys, log);
        if (mode == AccessMode.Development)
            LogDevelopment();
    }

    public AccessMode Mode => _mode;

    /// <exception cref="ApiException">It may not.</exception>
    public void Admit(HttpContext context, string scope)
    {
        var secret = SecretOf(context.Request);
        if (secret is null)
        {
            if (NeedsNoKey(context))
                return;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ApiException(Problem.Unauthorized, "An API key is needed: send it as 'Authorization: Bearer …' or X-API-Key; 'edgeactors keys create' makes one.");
        }
        if (Find(secret) is not { } key)
        {
            // In development a client that must send something sends anything; from this machine it may call either way.
            if (NeedsNoKey(context))
                return;
            LogRefused("unknown or revoked key", "-", context.Request.Method, context.Request.Path);
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            throw new ApiException(Problem.Unauthorized, "The API key is unknown or revoked.");
        }
        Admit(key, scope, context.Request.Method, context.Request.Path);
    }

    /// <summary>Development mode, and the caller is a program of this machine.</summary>
    public bool NeedsNoKey(HttpContext context) =>
        _mode == AccessMode.Development && context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);

    /// <param name="method">With <paramref name="what"/>: what is called, for the log.</param>
    /// <exception cref="ApiException">The key may not, or calls too often.</exception>
    public void Admit(ApiKey key, string scope, string method, string what)
    {
        if (!key.Allows(scope))
        {
            LogRefused($"scope {scope} is missing", key.Id, method, what);
            throw new ApiException(Problem.Forbidden, $"The API key '{key.Name}' has the scopes {string.Join(", ", key.Scopes)}; this needs {scope}.");
        }
        if (scope != Scopes.Infer)
            LogUsed(key.Id, key.Name, scope, method, what);
        using var lease = _rates.AttemptAcquire(key);
        if (!lease.IsAcquired)
            throw new ApiException(
                Problem.RateLimited, $"The API key '{key.Name}' may call {key.PerMinute} times a minute.",
                lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _rates.Dispose();

    /// <summary>The valid key that this is; null where there is none.</summary>
    /// <exception cref="ApiException">The keys can't be read.</exception>
    public ApiKey? Find(string secret) => Read(() => _keys.Find(secret));

    /// <summary>The valid key of this id; null where there is none.</summary>
    /// <inheritdoc cref="Find"/>
    public ApiKey? FindById(string id) => Read(() => _keys.FindById(id));

    private ApiKey? Read(Func<ApiKey?> find)
    {
        try
        {
            return find();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(e.Message);
            throw new ApiException(Problem.KeysUnreadable, "This gateway can't read its keys, so it lets nobody in; its operator finds the reason in its log.");
        }
    }

    private static string? SecretOf(HttpRequest request) => request.Headers["X-API-Key"] switch
    {
        [{ Length: > 0 } key] => key,
        _ => request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null,
    };

    [LoggerMessage(LogLevel.Warning, "DEVELOPMENT MODE: programs of this machine may call without an API key. Set edgeactors.access = keys where anybody else has an account here.")]
    private partial void LogDevelopment();

    [LoggerMessage(LogLevel.Error, "{Reason} Every key is refused until it is restored; 'edgeactors keys' writes it.")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(LogLevel.Information, "Key {Key} ({Name}) used its scope {Scope}: {Method} {Path}")]
    private partial void LogUsed(string key, string name, string scope, string method, string path);

    [LoggerMessage(LogLevel.Warning, "Refused ({Reason}): key {Key}, {Method} {Path}")]
    private partial void LogRefused(string reason, string key, string method, string path);
}
