namespace Payments.Launcher.State;

/// <summary>The service can't start as requested; the message is for the user.</summary>
internal sealed class LaunchRefusedException(string message) : Exception(message);
