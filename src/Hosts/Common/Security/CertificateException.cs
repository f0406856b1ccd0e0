namespace EdgeActors.Hosts.Common.Security;

/// <summary>A certificate is missing, unreadable, expired or not of our authority.</summary>
public sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);
