namespace Payments.Dialects.OrderCloud;

/// <summary>
/// The error codes. Those of OrderCloud are named in ordercloud-payments.md, parts 2 and 6; for cases that OrderCloud,
/// which moves no money itself, does not have, there are codes of ours in its style.
/// </summary>
internal static class ErrorCodes
{
    public const string InvalidToken = "InvalidToken";
    public const string InsufficientRoles = "Auth.InsufficientRoles";
    public const string OauthError = "Auth.OauthError";
    public const string InvalidClientId = "ApiClient.InvalidClientID";
    public const string InvalidContentType = "Request.InvalidContentType";
    public const string InvalidRequestBody = "Request.InvalidRequestBody";
    public const string ValidationFailure = "ValidationFailure";
    public const string NotFound = "NotFound";
    public const string IdExists = "IdExists";
    public const string ServerError = "ServerError";
    public const string Offline = "Api.Offline";

    public const string InvalidPageSize = "List.InvalidPageSize";
    public const string InvalidProperty = "List.InvalidProperty";
    public const string InvalidSearchProperty = "List.InvalidSearchProperty";
    public const string InvalidSortProperty = "List.InvalidSortProperty";
    public const string InvalidType = "List.InvalidType";

    public const string AlreadyPaid = "Payment.AlreadyPaid";
    public const string AmountGreaterThanZero = "Payment.AmountGreaterThanZero";
    public const string CannotPatchAccepted = "Payment.CannotPatchAccepted";
    public const string CannotPatchProperty = "Payment.CannotPatchProperty";
    public const string NotAuthorizedToPatch = "Payment.NotAuthorizedToPatch";
    public const string CannotSetCreditCard = "Payment.CannotSetCreditCard";
    public const string CannotSetSpendingAccount = "Payment.CannotSetSpendingAccount";
    public const string SpendingAccountIdMissing = "Payment.SpendingAccountIdMissing";

    /// <summary>Ours: another request was made with the idempotency key.</summary>
    public const string KeyUsedOtherwise = "IdempotencyKey.UsedOtherwise";

    /// <summary>Ours: the request with the idempotency key is under way.</summary>
    public const string KeyInProgress = "IdempotencyKey.InProgress";

    /// <summary>Ours: a page that is no whole number from 1.</summary>
    public const string InvalidPage = "List.InvalidPage";

    /// <summary>Ours: a page key, which no list of this service gives out.</summary>
    public const string InvalidPageKey = "List.InvalidPageKey";

    /// <summary>Ours: more than the order has left to pay.</summary>
    public const string ExceedsOrderTotal = "Payment.ExceedsOrderTotal";

    /// <summary>Ours: more is captured than was authorized, or than the payment is.</summary>
    public const string CaptureExceedsAuthorized = "Payment.CaptureExceedsAuthorized";

    /// <summary>Ours: more is refunded than was captured and is neither refunded nor promised to a refund.</summary>
    public const string RefundExceedsCaptured = "Payment.RefundExceedsCaptured";

    /// <summary>Ours: a void of more than is authorized and not captured, and of no whole authorization.</summary>
    public const string VoidExceedsAuthorized = "Payment.VoidExceedsAuthorized";

    /// <summary>Ours: a transaction that counts, in another currency than its order.</summary>
    public const string CurrencyMismatch = "Payment.CurrencyMismatch";

    /// <summary>Ours: the payment was made through another of this service's APIs, and is changed there.</summary>
    public const string ManagedByOtherApi = "Payment.MadeElsewhere";

    /// <summary>Ours: money has moved that the change or deletion would deny.</summary>
    public const string FundsMoved = "Payment.FundsMoved";

    /// <summary>Ours: an order has no room for one more.</summary>
    public const string LimitReached = "Payment.LimitReached";
}
