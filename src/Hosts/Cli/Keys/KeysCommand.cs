using System.CommandLine;
using System.Globalization;
using EdgeActors.Hosts.Common.Access;
using Spectre.Console;

namespace EdgeActors.Cli.Keys;

/// <summary><c>edgeactors keys</c>: makes, lists and revokes the API keys of a gateway, in the gateway's data folder.</summary>
internal static class KeysCommand
{
    private const int DefaultPerMinute = 600;
    private const string FolderVariable = "EDGEACTORS_GATEWAY_DIR";

    public static Command Create()
    {
        var folder = new Option<string>("--gateway-dir")
        {
            Description = $"the gateway's own folder in its data directory, or that of its keys-file (also {FolderVariable})",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given ? given : "./run/gateway", Recursive = true,
        };
        var keys = CommandTree.Group("keys", "API keys of a gateway: who may ask, train or administrate.", Make(folder), List(folder), Revoke(folder));
        keys.Add(folder);
        return keys;
    }

    private static Command Make(Option<string> folder)
    {
        var name = new Argument<string>("name") { Description = "whose key it is" };
        var scope = new Option<string[]>("--scope") { Description = "infer, train or admin; repeatable", DefaultValueFactory = _ => [Scopes.Infer] };
        scope.AcceptOnlyFromAmong([.. Scopes.All]);
        var perMinute = new Option<int>("--per-minute") { Description = "calls a minute", DefaultValueFactory = _ => DefaultPerMinute };
        var command = new Command("create", "Make a key. It is shown now and never again.") { name, scope, perMinute };
        command.SetAction(parsed =>
        {
            var rate = parsed.GetValue(perMinute) is >= 1 and <= 1_000_000 and var given ? given : throw CommandFailed.Usage("--per-minute: 1 to 1000000 is allowed.");
            var (secret, key) = ApiKeyFile.Create(FileIn(parsed, folder), parsed.GetRequiredValue(name), parsed.GetRequiredValue(scope), rate, TimeProvider.System.GetUtcNow());
            Output.For(parsed).Write(new { key.Id, key.Name, key.Scopes, key.PerMinute, key = secret }, made => new Text($"{made.key}\n(id {made.Id}; keep it: it can't be shown again)"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List(Option<string> folder)
    {
        var command = new Command("list", "All keys, without the keys themselves.");
        command.SetAction(parsed =>
        {
            Output.For(parsed).Rows(
                [.. ApiKeyFile.Read(FileIn(parsed, folder)).Select(key => new { key.Id, key.Name, key.Scopes, key.PerMinute, key.CreatedAt, key.RevokedAt })],
                new("id", key => key.Id), new("name", key => key.Name), new("scopes", key => string.Join(' ', key.Scopes)),
                new("per minute", key => key.PerMinute.ToString(CultureInfo.InvariantCulture), Number: true),
                new("created", key => key.CreatedAt.ToString("u", CultureInfo.InvariantCulture)),
                new("revoked", key => key.RevokedAt?.ToString("u", CultureInfo.InvariantCulture) ?? ""));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke(Option<string> folder)
    {
        var id = new Argument<string>("id") { Description = "as 'keys list' shows it" };
        var command = new Command("revoke", "End a key, at once.") { id };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetRequiredValue(id);
            var revoked = ApiKeyFile.Revoke(FileIn(parsed, folder), wanted, TimeProvider.System.GetUtcNow()) ?? throw CommandFailed.Usage($"There is no key of id '{wanted}': 'edgeactors keys list' shows them.");
            Output.For(parsed).Write(new { revoked.Id, revoked.Name, revoked.RevokedAt }, key => new Text($"{key.Name} ({key.Id}) is revoked."));
            return ExitCodes.Done;
        });
        return command;
    }

    private static string FileIn(ParseResult parsed, Option<string> folder) => Path.Combine(parsed.GetRequiredValue(folder), ApiKeyFile.Name);
}
