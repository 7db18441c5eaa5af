namespace LocalFunctionsHost;

/// <summary>One function can't be run; the others can. The message goes on after "Function X is not loaded:".</summary>
internal sealed class FunctionRefusedException(string reason) : Exception(reason);
