using System.Globalization;

namespace Payments.Dialects.Wire;

/// <summary>What the responses to a throttled caller share in all APIs.</summary>
public static class RetryLater
{
    /// <summary>The message for too many failed authentications.</summary>
    public const string TooManyFailures = "Too many failed authentications; wait before the next.";

    /// <summary>The message for a request above its organization's rate.</summary>
    public const string TooManyRequests = "Too many requests a second for this organization; repeat the request.";

    /// <summary>The status of both.</summary>
    public const int Status = 429;

    private const string Header = "Retry-After";

    /// <summary>A response with the time to wait, in whole seconds.</summary>
    public static WireResponse After(TimeSpan wait, WireResponse response) => response.With(
        Header, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
}
