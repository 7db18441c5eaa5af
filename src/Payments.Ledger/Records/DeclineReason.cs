namespace Payments.Ledger.Records;

/// <summary>
/// Why a processor declined, in terms that no gateway owns: each processor maps its codes to these, and each API
/// dialect maps these to its own. Stored by name.
/// </summary>
public enum DeclineReason
{
    /// <summary>The processor gave no reason, or one without an equivalent here.</summary>
    Unspecified,

    /// <summary>The account has insufficient funds.</summary>
    InsufficientFunds,

    /// <summary>The card's limit would be exceeded.</summary>
    OverLimit,

    /// <summary>The same operation was executed a moment ago.</summary>
    Duplicate,

    /// <summary>The card's security code does not match.</summary>
    SecurityCodeMismatch,

    /// <summary>The billing address does not match.</summary>
    AddressMismatch,

    /// <summary>The issuer suspects fraud.</summary>
    SuspectedFraud,

    /// <summary>The card was reported lost or stolen.</summary>
    LostOrStolenCard,

    /// <summary>There is no such account.</summary>
    AccountNotFound,

    /// <summary>The account is blocked.</summary>
    AccountBlocked,

    /// <summary>The account is closed.</summary>
    AccountClosed,

    /// <summary>There is no card with this number.</summary>
    InvalidCardNumber,

    /// <summary>The card has expired, or is not active.</summary>
    CardExpired,

    /// <summary>The expiration date does not match.</summary>
    InvalidExpiration,

    /// <summary>This kind of card or operation is not supported.</summary>
    NotSupported,
}
