namespace Payments.Handlers.Writing;

/// <summary>
/// The processor did not say what it did with an operation that moves no money. Nothing was accepted; the request may
/// be repeated, and with its key it will not be done twice.
/// </summary>
public sealed class ProcessorUnavailableException(string message) : Exception(message);
