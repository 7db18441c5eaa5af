using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Balances;

/// <summary>An order as it was registered: what is to be paid, of which shipping is a part.</summary>
/// <param name="Number">The shop's number.</param>
/// <param name="Total">What is to be paid in all.</param>
/// <param name="Shipping">The part of the total that is shipping; nothing unless it was said.</param>
/// <param name="RefundsReopen">Whether what is refunded is to be paid again.</param>
public sealed record Order(OrderNumber Number, Money Total, Money Shipping, bool RefundsReopen = false);
