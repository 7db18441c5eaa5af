using Microsoft.Extensions.Logging;

namespace Payments.Tables.Tests.Availability;

/// <summary>Keeps what is logged.</summary>
internal sealed class LoggedLines<T> : ILogger<T>
{
    private readonly List<string> _logged = [];

    public IReadOnlyList<string> Logged
    {
        get
        {
            lock (_logged) return [.. _logged];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (_logged) _logged.Add($"{formatter(state, exception)}{exception}");
    }
}
