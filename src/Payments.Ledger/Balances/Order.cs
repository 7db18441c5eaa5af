using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;

namespace Payments.Ledger.Balances;

/// <summary>An order as it was registered.</summary>
/// <param name="Number">The shop's number.</param>
/// <param name="Total">What is to be paid in all, shipping included.</param>
/// <param name="Shipping">The part of the total that is shipping; zero unless stated.</param>
/// <param name="RefundsReopen">Whether refunded amounts are to be paid again.</param>
public sealed record Order(OrderNumber Number, Money Total, Money Shipping, bool RefundsReopen = false);
