namespace EdgeActors.Messages.Models;

public sealed record ModelAlias(string Alias, string Version);
