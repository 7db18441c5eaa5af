namespace Payments.Ledger.Records;

/// <summary>
/// What a refund goes back to, in order: only a refund by order number may name anything but cards. Stored by name.
/// </summary>
public enum RefundTenders
{
    /// <summary>The captures of cards alone, as always unless the caller asks for something else.</summary>
    Card,

    /// <summary>The order's credit payments (store credit, gift cards) alone.</summary>
    Credit,

    /// <summary>Cards as far as they can take it, then credit payments: for what cards decline, too.</summary>
    CardFirst,

    /// <summary>Credit payments as far as they can take it, then cards.</summary>
    CreditFirst,
}
