namespace Payments.Dialects.OrderCloud;

/// <summary>
/// The error codes. OrderCloud's own are listed in ordercloud-payments.md, parts 2 and 6. Those marked "Extension" are
/// this service's, in the same style, for cases that OrderCloud, which moves no money itself, does not have.
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

    /// <summary>Extension: the organization's rate, or too many failed authentications.</summary>
    public const string TooManyRequests = "Request.TooMany";

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

    /// <summary>Extension: the client's credential lacks the scope of the operation.</summary>
    public const string InsufficientScope = "Auth.InsufficientScope";

    /// <summary>Extension: the idempotency key was used for another request.</summary>
    public const string KeyUsedOtherwise = "IdempotencyKey.UsedOtherwise";

    /// <summary>Extension: the request with the idempotency key is still in progress.</summary>
    public const string KeyInProgress = "IdempotencyKey.InProgress";

    /// <summary>Extension: the page is not a whole number from 1.</summary>
    public const string InvalidPage = "List.InvalidPage";

    /// <summary>Extension: a page key was sent, which no list of this service issues.</summary>
    public const string InvalidPageKey = "List.InvalidPageKey";

    /// <summary>Extension: the amount exceeds what is left to pay of the order.</summary>
    public const string ExceedsOrderTotal = "Payment.ExceedsOrderTotal";

    /// <summary>Extension: a capture exceeds the authorized amount or the payment's amount.</summary>
    public const string CaptureExceedsAuthorized = "Payment.CaptureExceedsAuthorized";

    /// <summary>Extension: a refund exceeds what was captured and is neither refunded nor reserved.</summary>
    public const string RefundExceedsCaptured = "Payment.RefundExceedsCaptured";

    /// <summary>
    /// Extension: a void exceeds what is authorized and not captured, and is not of a whole authorization.
    /// </summary>
    public const string VoidExceedsAuthorized = "Payment.VoidExceedsAuthorized";

    /// <summary>Extension: a transaction that moves money is not in the order's currency.</summary>
    public const string CurrencyMismatch = "Payment.CurrencyMismatch";

    /// <summary>
    /// Extension: the payment was created through another of this service's APIs, and can only be changed there.
    /// </summary>
    public const string ManagedByOtherApi = "Payment.MadeElsewhere";

    /// <summary>Extension: the change or deletion would contradict money that has moved.</summary>
    public const string FundsMoved = "Payment.FundsMoved";

    /// <summary>Extension: the order has reached its limit.</summary>
    public const string LimitReached = "Payment.LimitReached";
}
