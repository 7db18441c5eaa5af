namespace Payments.Dialects.Flow;

/// <summary>An error that belongs to no resource.</summary>
internal sealed record GenericError(string Code, IReadOnlyList<string> Messages)
{
    public const string Generic = "generic_error";
    public const string ClientError = "client_error";
    public const string ServerError = "server_error";
}

/// <summary>Why a refund was rejected or failed.</summary>
internal sealed record RefundError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why a capture was rejected or failed.</summary>
internal sealed record CaptureError(string Code, IReadOnlyList<string> Messages, string DeclineCode);

/// <summary>Why an authorization was rejected or declined.</summary>
internal sealed record AuthorizationError(string Code, IReadOnlyList<string> Messages);

/// <summary>Why a credit payment was rejected.</summary>
internal sealed record CreditPaymentError(string Code, IReadOnlyList<string> Messages, IReadOnlyList<string> Codes);
