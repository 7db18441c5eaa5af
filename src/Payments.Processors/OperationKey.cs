using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Payments.Handlers.Ports;

namespace Payments.Processors;

/// <summary>What a processor's client reads from an operation's idempotency key.</summary>
internal static class OperationKey
{
    /// <summary>An id's own digits (<see cref="Ledger.Identity.Id{T}"/>), if they begin with its time.</summary>
    private const int TimedDigits = 32;

    private const int MillisecondDigits = 12;
    private const char Version7 = '7';

    /// <summary>
    /// The same for the same key of the same organization, different for all others: 64 digits, whatever characters an
    /// organization's name has. Two organizations may share one account at a processor.
    /// </summary>
    public static string Hash(ProcessorOperation operation)
    {
        var organization = operation.Organization.Value;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{organization.Length}:{organization}:{operation.IdempotencyKey}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// When the record that the key names was created: no operation under the key is older. Null if the key does not
    /// tell, as that of a request with a caller's own key does not.
    /// </summary>
    public static DateTimeOffset? FindTime(string key)
    {
        var id = key.Split('/', ':')[0];
        var digits = id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..];
        if (digits.Length < TimedDigits) return null;
        var own = digits.AsSpan()[^TimedDigits..];
        return own[MillisecondDigits] == Version7
            && long.TryParse(
                own[..MillisecondDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var time)
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds(time)
                : null;
    }

    /// <summary>
    /// Whether an operation may have been executed so long ago that the processor no longer knows its key: then it is
    /// looked for before it is executed.
    /// </summary>
    /// <param name="key">The idempotency key.</param>
    /// <param name="now">The time.</param>
    /// <param name="retention">How long the processor certainly knows a key.</param>
    public static bool MayBeForgotten(string key, DateTimeOffset now, TimeSpan retention) =>
        FindTime(key) is not { } time || now - time >= retention;
}
