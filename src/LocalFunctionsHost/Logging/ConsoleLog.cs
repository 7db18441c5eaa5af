using System.Globalization;
using LocalFunctionsHost.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Logging;

/// <summary>
/// Writes each event as one line: time (UTC), level, category, message; an exception follows on the next lines.
/// </summary>
[ProviderAlias("Console")]
internal sealed class ConsoleLog(ConsoleLines lines, LogLevels levels, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        new Category(this, categoryName, levels.FindLevel(categoryName));

    public void Dispose()
    {
    }

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        var now = time.GetUtcNow();
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff} {Mark(level)} {category}: {message}");
        lines.Write(exception is null ? line : line + Environment.NewLine + exception);
    }

    private static string Mark(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "ERROR",
        _ => "CRIT ",
    };

    private sealed class Category(ConsoleLog log, string name, LogLevel lowest) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Write(name, logLevel, formatter(state, exception), exception);
        }
    }
}
