using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Payments.Processors.CommerceHub;

/// <summary>
/// Signs each try of a request (docs/reference/commerce-hub-credits.md): HMAC-SHA256 over API key, request id,
/// timestamp and body. A repetition has its request's id and a timestamp of its own: the gateway rejects old ones.
/// </summary>
internal sealed class RequestSigning(TimeProvider time) : DelegatingHandler
{
    public const string RequestIdHeader = "Client-Request-Id";
    private const string AuthorizationHeader = "Authorization";
    private const string TimestampHeader = "Timestamp";

    /// <summary>Whose request it is.</summary>
    public static readonly HttpRequestOptionsKey<CommerceHubAccount> Account = new("commercehub.account");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Account, out var account))
            throw new InvalidOperationException("The request has no account.");
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var id = request.Headers.GetValues(RequestIdHeader).Single();
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Set(request, "Api-Key", account.ApiKey);
        Set(request, "Auth-Token-Type", "HMAC");
        Set(request, TimestampHeader, timestamp);
        Set(request, AuthorizationHeader, Sign(account.Secret, account.ApiKey + id + timestamp, body));
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>The signature in the encoding that most clients use: base64 of the 32 bytes.</summary>
    internal static string Sign(string secret, string signed, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(signed));
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private static void Set(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }
}
