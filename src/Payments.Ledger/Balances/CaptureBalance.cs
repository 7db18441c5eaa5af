using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Ledger.Balances;

/// <summary>One successful capture in the head of a ledger. All amounts are in the ledger's currency.</summary>
/// <param name="Authorization">The authorization that it belongs to.</param>
/// <param name="Allocated">Held by allocations whose processor outcome is still to come.</param>
/// <param name="Reserved">Reserved by refunds of this capture alone that are not allocated yet.</param>
/// <param name="CapturedAt">Refundable for <see cref="RefundWindow"/> from then on.</param>
/// <param name="OnSharedAccount">
/// Of a recorded authorization, and on a merchant account that this service's processor uses too: see
/// <see cref="LedgerHead.IsExternal"/>.
/// </param>
/// <param name="AtProcessor">
/// So that a refund need not read the capture; null if only the capture itself has it, see <see
/// cref="LedgerHead.MaxAtProcessor"/>.
/// </param>
public sealed record CaptureBalance(
    Id<Capture> Id,
    Id<Authorization> Authorization,
    Money Amount,
    Money Refunded,
    Money Allocated,
    Money Reserved,
    DateTimeOffset CapturedAt,
    bool OnSharedAccount = false,
    ProcessorCapture? AtProcessor = null)
{
    /// <summary>How long a capture can be refunded: 180 days, as card processors commonly allow.</summary>
    public static readonly TimeSpan RefundWindow = TimeSpan.FromDays(180);

    /// <summary>What is neither refunded, allocated nor reserved, regardless of expiry.</summary>
    public Money Refundable => Amount - Refunded - Allocated;

    /// <summary>Whether it is too old to be refunded.</summary>
    public bool IsExpired(DateTimeOffset at) => CapturedAt + RefundWindow <= at;

    /// <summary>Whether a refund of this scope may be taken from it.</summary>
    public bool IsIn(RefundScope scope) => scope switch
    {
        RefundScope.OfAuthorization one => one.Id == Authorization,
        RefundScope.OfCapture one => one.Id == Id,
        _ => true,
    };
}
