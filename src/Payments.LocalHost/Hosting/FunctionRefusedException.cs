namespace Payments.LocalHost.Hosting;

/// <summary>A function is written in a way that cannot run here; said at the start, with what to change.</summary>
public sealed class FunctionRefusedException(string function, string reason)
    : InvalidOperationException($"Function '{function}' cannot be run: {reason}.");
