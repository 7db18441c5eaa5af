using Payments.Ledger.Identity;

namespace Payments.Ledger.Records;

/// <summary>What a refund may be taken from. The scopes nest: a capture's is within its authorization's.</summary>
public abstract record RefundScope
{
    private RefundScope()
    {
    }

    /// <summary>All captures of the ledger.</summary>
    public static RefundScope WholeLedger { get; } = new AllCaptures();

    /// <summary>The authorization that it is limited to; null for the whole ledger.</summary>
    public Id<Authorization>? Authorization => this switch
    {
        OfAuthorization one => one.Id,
        OfCapture one => one.From,
        _ => null,
    };

    /// <summary>The capture that it is limited to; null for the wider scopes.</summary>
    public Id<Capture>? Capture => (this as OfCapture)?.Id;

    /// <summary>All captures of the ledger: see <see cref="WholeLedger"/>.</summary>
    public sealed record AllCaptures : RefundScope;

    /// <summary>The captures of one authorization.</summary>
    public sealed record OfAuthorization(Id<Authorization> Id) : RefundScope;

    /// <summary>One capture.</summary>
    /// <param name="From">The authorization that the capture belongs to.</param>
    public sealed record OfCapture(Id<Authorization> From, Id<Capture> Id) : RefundScope;
}
