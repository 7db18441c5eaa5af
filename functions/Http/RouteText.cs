using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Http;

/// <summary>
/// A value of a route as its caller meant it: every escape decoded, once. Hosts decode all escapes of a segment but
/// that of the slash, which would be a border between segments; so a value with <c>%2F</c> in it was sent as <c>%2F</c>
/// and is a slash, or was sent as <c>%252F</c> and is those three characters. Only the address as it was sent tells
/// which (<see cref="SentAddress"/>); where it is not known a slash is meant, for clients escape it (the Flow client's
/// encodeURIComponent), and hardly any key has an escape in it. docs/addresses.md says what that comes to.
/// </summary>
internal static class RouteText
{
    private const string Slash = "%2F";

    /// <summary>The value in a path's segment, the first of which is 0.</summary>
    public static string Sent(this HttpRequestData request, int segment, string value)
    {
        if (!value.Contains(Slash, StringComparison.OrdinalIgnoreCase)) return value;
        var sent = SentAddress.Read(request).AbsolutePath.Split('/').ElementAtOrDefault(segment + 1);
        return sent is not null && SentAddress.AsHostsRead(sent) == value
            ? Uri.UnescapeDataString(sent)
            : value.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase);
    }
}
