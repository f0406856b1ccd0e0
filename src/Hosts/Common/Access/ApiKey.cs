namespace EdgeActors.Hosts.Common.Access;

/// <summary>One API key as it is kept: the key itself is shown once, when it is made, and nobody can get it back.</summary>
/// <param name="Id">For lists and logs; tells nothing about the key.</param>
/// <param name="Name">Whose it is, for people.</param>
/// <param name="Sha256">Of the key. A key is 256 random bits, so a plain digest can't be guessed backwards.</param>
/// <param name="PerMinute">Calls; as many at once are let through.</param>
public sealed record ApiKey(
    string Id, string Name, string Sha256, IReadOnlyList<string> Scopes, int PerMinute, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt = null)
{
    public bool Allows(string scope) => Scopes.Contains(scope) || Scopes.Contains(Access.Scopes.Admin);
}
