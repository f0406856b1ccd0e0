using System.CommandLine;

namespace EdgeActors.Cli.Gateway;

/// <summary>Where the gateway is: <c>--gateway</c>, else <c>EDGEACTORS_GATEWAY</c>, else the port that <c>up</c> uses.</summary>
internal static class GatewayOption
{
    public const int DefaultPort = 8080;
    private const string Variable = "EDGEACTORS_GATEWAY";

    public static Option<Uri> Create() => new("--gateway")
    {
        Description = $"the gateway's address; {Variable} where not given",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } url ? url : $"http://127.0.0.1:{DefaultPort}"),
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Complain(result),
    };

    private static Uri? Complain(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--gateway {result.Tokens[0].Value}: an address such as http://127.0.0.1:{DefaultPort} is allowed.");
        return null;
    }
}
