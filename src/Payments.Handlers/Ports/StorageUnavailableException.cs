namespace Payments.Handlers.Ports;

/// <summary>
/// Storage did not answer, or is not ready. Whether what was being written took effect is unknown, as after any lost
/// response: the request, or the work, is to be repeated under its own key.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
