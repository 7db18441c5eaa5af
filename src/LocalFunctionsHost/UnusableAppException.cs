namespace LocalFunctionsHost;

/// <summary>The app can't be run; the message is the line that says why.</summary>
internal sealed class UnusableAppException(string message, Exception? cause = null) : Exception(message, cause);
