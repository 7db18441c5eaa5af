using Payments.Handlers.Ports;
using Payments.Ledger.Currencies;
using Payments.Ledger.Decisions;
using Payments.Ledger.Identity;

namespace Payments.Handlers.Limits;

/// <summary>
/// What one request takes of a day's ceiling. It is claimed before the commit, and released if it is certain that
/// nothing was stored: where that is uncertain the amount stays claimed, which limits too much, never too little.
/// </summary>
public sealed class DailyClaim
{
    private readonly DailyLimits _limits;
    private readonly OrganizationId _organization;
    private readonly DailyLimitKind _kind;
    private readonly DailyAmounts _ceilings;
    private DailyBudget? _budget;
    private long _claimed;
    private bool _isCommitting;

    internal DailyClaim(
        DailyLimits limits, OrganizationId organization, DailyLimitKind kind, DailyAmounts ceilings)
    {
        _limits = limits;
        _organization = organization;
        _kind = kind;
        _ceilings = ceilings;
    }

    /// <summary>
    /// Claims an amount in place of what this request claimed before, for a decision on another state; the rejection if
    /// less is left.
    /// </summary>
    public async Task<Rejection?> CoverAsync(Money amount, CancellationToken cancellationToken)
    {
        if (_ceilings.Find(amount.Currency) is not { } ceiling) return RejectUnlisted(amount.Currency);
        _budget ??= _limits.FindBudget(_organization, _kind, amount.Currency);
        var more = amount.MinorUnits - _claimed;
        if (more <= 0)
            _budget.Return(-more);
        else if (!await _budget.TryTakeAsync(more, ceiling.MinorUnits, cancellationToken))
            return RejectExceeded(amount, ceiling);
        _claimed = amount.MinorUnits;
        return null;
    }

    /// <summary>Nothing was stored: returns what was claimed.</summary>
    public void Release()
    {
        _isCommitting = false;
        if (_claimed == 0) return;
        _budget!.Return(_claimed);
        _claimed = 0;
    }

    /// <summary>From now on a failure does not show whether something was stored.</summary>
    internal void BeginCommit() => _isCommitting = true;

    /// <summary>The request failed: returns what was claimed, unless it may have been stored.</summary>
    internal void ReleaseUnlessCommitting()
    {
        if (!_isCommitting) Release();
    }

    private Rejection? RejectUnlisted(Currency currency) => _kind == DailyLimitKind.Credits
        ? new Rejection(
            RejectionReason.CreditsSwitchedOff,
            $"Open credits in {currency} are switched off for this organization: it has no daily limit for them.")
        : null;

    private Rejection RejectExceeded(Money amount, Money ceiling)
    {
        var what = _kind == DailyLimitKind.Credits ? "open credits" : "refunds";
        return new Rejection(
            RejectionReason.DailyLimitReached,
            $"{amount} is more than what is left of this organization's daily limit for {what}, {ceiling}.");
    }
}
