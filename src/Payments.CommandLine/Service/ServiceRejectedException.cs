namespace Payments.CommandLine.Service;

/// <summary>The command can't go on; the message says why, and what to do.</summary>
internal sealed class ServiceRejectedException(string message) : Exception(message);
