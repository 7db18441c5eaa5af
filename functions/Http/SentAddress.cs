using Microsoft.Azure.Functions.Worker.Http;

namespace Payments.Functions.Http;

/// <summary>
/// The address of a request with its escapes as the caller sent them. A host decodes the path and passes it on
/// re-encoded, so that <c>%2F</c> and <c>%252F</c> become the same. Azure's front end, and the local host, report the
/// original address in a header. On a host without a front end a caller can send that header too, but gains nothing: it
/// is used only if a host would decode it to the same path.
/// </summary>
internal static class SentAddress
{
    /// <summary>Set by the front end of App Service, on every request.</summary>
    public const string Header = "X-WAWS-Unencoded-URL";

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address as it was sent, as far as that is known.</summary>
    public static Uri Read(HttpRequestData request)
    {
        var arrived = request.Url;
        if (!request.Headers.NonValidated.TryGetValues(Header, out var values)) return arrived;
        var path = values.ToString().Split('?')[0];
        return AsHostsRead(path) == AsHostsRead(arrived.AbsolutePath)
            && Uri.TryCreate($"{arrived.GetLeftPart(UriPartial.Authority)}{path}{arrived.Query}", AsItIs, out var sent)
            ? sent
            : arrived;
    }

    /// <summary>A path as Kestrel decodes it: every escape except that of the slash.</summary>
    public static string AsHostsRead(string path) => Uri.UnescapeDataString(
        path.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal));
}
