using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Http;

/// <summary>
/// A route value as the caller meant it: every escape decoded once. Hosts decode all escapes in a segment except that
/// of the slash, which would separate segments. So a value that contains <c>%2F</c> was sent either as <c>%2F</c>,
/// meaning a slash, or as <c>%252F</c>, meaning those three characters. Only the address as it was sent shows which
/// (<see cref="SentAddress"/>). If that is unknown, a slash is assumed: clients escape it (the Flow client's
/// encodeURIComponent), and hardly any key contains an escape. docs/addresses.md describes the consequences.
/// </summary>
internal static class RouteText
{
    private const string Slash = "%2F";

    /// <summary>The value in a segment of the path, counted from 0.</summary>
    public static string Sent(this HttpRequestData request, int segment, string value)
    {
        if (!value.Contains(Slash, StringComparison.OrdinalIgnoreCase)) return value;
        var sent = SentAddress.Read(request).AbsolutePath.Split('/').ElementAtOrDefault(segment + 1);
        return sent is not null && SentAddress.AsHostsRead(sent) == value
            ? Uri.UnescapeDataString(sent)
            : value.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
    }
}
