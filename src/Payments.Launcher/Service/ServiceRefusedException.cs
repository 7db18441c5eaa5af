namespace Payments.LocalHost.Service;

/// <summary>The service cannot start as asked; the message is for whoever typed the command.</summary>
internal sealed class ServiceRefusedException(string message) : Exception(message);
