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
/// <param name="Disputed">
/// In disputes that are open or lost; null for nothing. It can't be refunded as well, but it may be disputed after it
/// was refunded or reserved: then the shop may lose it twice.
/// </param>
/// <param name="Overpaid">
/// Refunded beyond what was free (<see cref="AllocationOutcome.Overpaid"/>); null for nothing.
/// </param>
/// <param name="Voided">Voided at the processor: nothing can be refunded.</param>
public sealed record CaptureBalance(
    Id<Capture> Id,
    Id<Authorization> Authorization,
    Money Amount,
    Money Refunded,
    Money Allocated,
    Money Reserved,
    DateTimeOffset CapturedAt,
    bool OnSharedAccount = false,
    ProcessorCapture? AtProcessor = null,
    Money? Disputed = null,
    Money? Overpaid = null,
    bool Voided = false)
{
    /// <summary>How long a capture can be refunded: 180 days, as card processors commonly allow.</summary>
    public static readonly TimeSpan RefundWindow = TimeSpan.FromDays(180);

    /// <summary>What is neither refunded nor allocated, whatever else was taken of it.</summary>
    public Money Unrefunded => Amount - Refunded - Allocated;

    /// <summary>What is neither refunded, allocated nor disputed, regardless of expiry.</summary>
    public Money Refundable
    {
        get
        {
            if (Voided) return Money.Zero(Amount.Currency);
            if (Disputed is null && Overpaid is null) return Unrefunded;
            var zero = Money.Zero(Amount.Currency);
            var rest = Unrefunded - (Disputed ?? zero) - (Overpaid ?? zero);
            return rest.IsPositive ? rest : zero;
        }
    }

    /// <summary>What is refundable, and not reserved by refunds of this capture alone; never negative.</summary>
    public Money Free => Refundable - Reserved is { MinorUnits: >= 0 } free ? free : Money.Zero(Amount.Currency);

    /// <summary>The balance after an overpayment; a negative amount undoes one.</summary>
    public CaptureBalance Overpay(Money amount)
    {
        var overpaid = (Overpaid ?? Money.Zero(Amount.Currency)) + amount;
        return this with { Overpaid = overpaid.IsZero ? null : overpaid };
    }

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
