namespace LocalFunctionsHost.Calls;

/// <summary>The function threw, was cancelled, timed out or lost its worker.</summary>
internal sealed class FunctionFailedException(string message, Exception? cause = null) : Exception(message, cause);
