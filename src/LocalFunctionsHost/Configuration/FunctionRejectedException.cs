namespace LocalFunctionsHost.Configuration;

/// <summary>This function can't be run, but others can. The message completes "Function X is not loaded:".</summary>
internal sealed class FunctionRejectedException(string reason) : Exception(reason);
