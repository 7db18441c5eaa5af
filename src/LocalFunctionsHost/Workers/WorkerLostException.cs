namespace LocalFunctionsHost.Workers;

/// <summary>The worker ended or was killed before it responded.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
