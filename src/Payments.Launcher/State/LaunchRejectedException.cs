namespace Payments.Launcher.State;

/// <summary>The service can't start as requested; the message is for the user.</summary>
internal sealed class LaunchRejectedException(string message) : Exception(message);
