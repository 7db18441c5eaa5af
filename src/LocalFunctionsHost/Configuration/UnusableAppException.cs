namespace LocalFunctionsHost.Configuration;

/// <summary>The app can't be run; the message says why, in one line.</summary>
internal sealed class UnusableAppException(string message, Exception? cause = null) : Exception(message, cause);
