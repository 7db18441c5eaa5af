using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Payments.Dialects.Wire;
using Payments.Handlers.Limits;

namespace Payments.Functions.Ops;

/// <summary>Access to operations across organizations: requires the token in the setting <c>Ops:Token</c>.</summary>
public sealed class OpsAccess(IConfiguration configuration, FailedAttempts failures, CallerLimits limits)
{
    private const string Bearer = "Bearer ";

    /// <summary>What failed attempts are counted under.</summary>
    private const string Name = "ops";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(configuration["Ops:Token"] ?? "");

    /// <summary>
    /// False with 401 if the token is missing or wrong, with 429 after too many wrong ones. Without the setting, all
    /// requests are rejected.
    /// </summary>
    public bool TryAuthenticate(WireRequest request, [NotNullWhen(false)] out WireResponse? rejection)
    {
        var header = request.Header("Authorization") ?? "";
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        var attempt = limits.CreateAttempt(Name, request);
        var wait = failures.FindWait(attempt);
        if ((wait is null || failures.IsProved(attempt)) && IsRight(token))
        {
            failures.RecordSuccess(attempt);
            rejection = null;
        }
        else if (wait is { } time)
        {
            rejection = CallerLimits.WithWait(WireResponse.Empty(CallerLimits.Status), time);
        }
        else
        {
            if (token.Length > 0) failures.Record(attempt);
            rejection = WireResponse.Empty(401).With("WWW-Authenticate", "Bearer realm=\"ops\"");
        }

        return rejection is null;
    }

    private bool IsRight(string token) =>
        _token.Length > 0 && CryptographicOperations.FixedTimeEquals(_token, Encoding.UTF8.GetBytes(token));
}
