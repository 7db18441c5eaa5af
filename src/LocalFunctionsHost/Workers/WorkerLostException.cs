namespace LocalFunctionsHost.Workers;

/// <summary>The worker ended, or was ended, before it answered.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
