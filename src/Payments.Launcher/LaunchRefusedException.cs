namespace Payments.Launcher;

/// <summary>The service cannot start as asked; the message is for whoever typed the command.</summary>
internal sealed class LaunchRefusedException(string message) : Exception(message);
