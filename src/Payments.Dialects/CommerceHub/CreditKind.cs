namespace Payments.Dialects.CommerceHub;

/// <summary>What a caller calls money that is sent to a card with no earlier authorization; it is one thing.</summary>
internal enum CreditKind
{
    /// <summary>By the page's own path, <c>/credits</c>.</summary>
    Credit,

    /// <summary>By the path that took its place, <c>/refunds</c>.</summary>
    OpenRefund,
}
