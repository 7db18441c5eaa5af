using Microsoft.Extensions.Logging.Testing;

namespace Payments.Testing;

/// <summary>What was logged, as text.</summary>
public static class LoggedLines
{
    /// <summary>All messages so far, each with its exception.</summary>
    public static IReadOnlyList<string> ReadLines(this FakeLogCollector log) =>
        [.. log.GetSnapshot().Select(record => $"{record.Message}{record.Exception}")];
}
