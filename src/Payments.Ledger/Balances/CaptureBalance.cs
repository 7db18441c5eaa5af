using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>
/// What the head of a ledger knows of one capture that succeeded. All amounts are of the ledger's currency.
/// </summary>
/// <param name="Id">The capture.</param>
/// <param name="Authorization">The authorization it was taken from.</param>
/// <param name="Amount">What was captured.</param>
/// <param name="Refunded">What was refunded from it.</param>
/// <param name="Allocated">What allocations hold of it that the processor has not answered yet.</param>
/// <param name="Reserved">What refunds against this capture alone hold that are not allocated yet.</param>
/// <param name="CapturedAt">UTC; refunds are possible for <see cref="RefundWindow"/> from then on.</param>
public sealed record CaptureBalance(
    Id<Capture> Id,
    Id<Authorization> Authorization,
    Money Amount,
    Money Refunded,
    Money Allocated,
    Money Reserved,
    DateTimeOffset CapturedAt)
{
    /// <summary>
    /// How long after a capture a refund may be taken from it: 180 days, as card processors commonly allow.
    /// </summary>
    public static readonly TimeSpan RefundWindow = TimeSpan.FromDays(180);

    /// <summary>What is neither refunded nor reserved, expiry aside.</summary>
    public Money Refundable => Amount - Refunded - Allocated;

    /// <summary>Too old to be refunded.</summary>
    public bool IsExpired(DateTimeOffset at) => CapturedAt + RefundWindow <= at;

    /// <summary>Whether a refund of a scope may be taken from it.</summary>
    public bool IsIn(RefundScope scope) => scope switch
    {
        RefundScope.OfAuthorization one => one.Id == Authorization,
        RefundScope.OfCapture one => one.Id == Id,
        _ => true,
    };
}
