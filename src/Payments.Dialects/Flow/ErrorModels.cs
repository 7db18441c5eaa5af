namespace Payments.Dialects.Flow;

/// <summary>An error that belongs to no resource.</summary>
internal sealed record GenericError(string Code, IReadOnlyList<string> Messages)
{
    public const string Generic = "generic_error";
    public const string ClientError = "client_error";
    public const string ServerError = "server_error";
}

/// <summary>Why there is no refund.</summary>
internal sealed record RefundError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why there is no capture.</summary>
internal sealed record CaptureError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why there is no authorization.</summary>
internal sealed record AuthorizationError(string Code, IReadOnlyList<string> Messages);

/// <summary>Why there is no credit payment.</summary>
internal sealed record CreditPaymentError(string Code, IReadOnlyList<string> Messages, IReadOnlyList<string> Codes);
