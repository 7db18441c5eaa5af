namespace Payments.Handlers.Writing;

/// <summary>
/// The outcome of an operation that moves no money is unknown. Nothing was accepted; the request may be repeated, and
/// with its key it is not executed twice.
/// </summary>
public sealed class ProcessorUnavailableException(string message) : Exception(message);
