using System.Globalization;
using Payments.Handlers.Limits;
using Payments.Handlers.Ports;

namespace Payments.Dialects.Wire;

/// <summary>The result of an attempt to authenticate.</summary>
/// <typeparam name="T">The caller.</typeparam>
/// <param name="Caller">The caller; null if the attempt failed, or was not made.</param>
/// <param name="RetryAfter">How long to wait, if too many attempts have failed.</param>
public readonly record struct Admission<T>(T? Caller, TimeSpan? RetryAfter) where T : class;

/// <summary>What all three APIs ask before and after an authentication: the throttle, and the request rate.</summary>
public sealed class CallerLimits(FailedAttempts failures, RequestRates rates, CallerAddresses addresses)
{
    /// <summary>The message for too many failed authentications.</summary>
    public const string TooManyFailures = "Too many failed authentications; wait before the next.";

    /// <summary>The message for a request above its organization's rate.</summary>
    public const string TooManyRequests = "Too many requests a second for this organization; repeat the request.";

    /// <summary>The status of both.</summary>
    public const int Status = 429;

    private const string Header = "Retry-After";

    /// <summary>
    /// Authenticates a caller by a secret, unless too many attempts have failed. An attempt that fails is counted; one
    /// that succeeds costs nothing.
    /// </summary>
    public ValueTask<Admission<T>> AuthenticateAsync<T>(
        CredentialName name, WireRequest request, Func<ValueTask<T?>> authenticate) where T : class =>
        AuthenticateAsync(
            name.IsValid ? $"{name.Api}/{name.PublicId}" : $"{name.Api}/?", request, authenticate);

    /// <summary>The same, for a secret that is not of an organization's credential.</summary>
    public async ValueTask<Admission<T>> AuthenticateAsync<T>(
        string credential, WireRequest request, Func<ValueTask<T?>> authenticate) where T : class
    {
        var attempt = new Attempt(credential, addresses.Read(request));
        var wait = failures.FindWait(attempt);
        var caller = wait is null || failures.IsProved(attempt) ? await authenticate() : null;
        if (caller is null)
        {
            if (wait is null) failures.Record(attempt);
            return new Admission<T>(null, wait);
        }

        failures.RecordSuccess(attempt);
        return new Admission<T>(caller, null);
    }

    /// <summary>
    /// Authenticates a caller by what this service signed. It can't be guessed, so a valid one is never throttled.
    /// </summary>
    public async ValueTask<Admission<T>> AuthenticateSignedAsync<T>(
        WireRequest request, Func<ValueTask<T?>> authenticate) where T : class
    {
        if (await authenticate() is { } caller) return new Admission<T>(caller, null);
        var attempt = new Attempt(null, addresses.Read(request));
        var wait = failures.FindWait(attempt);
        if (wait is null) failures.Record(attempt);
        return new Admission<T>(null, wait);
    }

    /// <summary>Null if an authenticated request is within its organization's rate; else how long to wait.</summary>
    public ValueTask<TimeSpan?> AdmitAsync(Organization organization, CancellationToken cancellationToken) =>
        rates.AdmitAsync(organization, cancellationToken);

    /// <summary>A response with the time to wait, in whole seconds.</summary>
    public static WireResponse WithWait(WireResponse response, TimeSpan wait) => response.With(
        Header, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
}
