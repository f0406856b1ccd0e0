namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>A configuration file can't be read or parsed.</summary>
public sealed class HoconFileException(string message, Exception inner) : Exception(message, inner);
