using Payments.Handlers.Ports;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Simulation.FaultInjection;

namespace Payments.Simulation.UnreliablePorts;

/// <summary>
/// Which operations the processor declines, whatever the sandbox's scripts say: a few, and those always.
/// </summary>
internal sealed class Fates
{
    private static readonly Decline Soft = new(DeclineReason.Unspecified, "006", "Declined");

    private static readonly Decline ForGood =
        new(DeclineReason.AccountClosed, "030", "Account closed", Permanent: true);

    private readonly Dictionary<(OrganizationId, string), Decline?> _fates = [];

    /// <summary>Whether an operation was requested and declined.</summary>
    public bool IsDeclined((OrganizationId, string) name) => _fates.GetValueOrDefault(name) is not null;

    /// <summary>The decline of an operation; null if it is carried out.</summary>
    public Decline? DeclineOf(ProcessorOperation operation, Wire wire)
    {
        var key = (operation.Organization, operation.IdempotencyKey);
        if (_fates.TryGetValue(key, out var fate)) return fate;
        if (wire.Strikes(FaultKind.SoftDecline)) fate = Soft;
        else if (wire.Strikes(FaultKind.PermanentDecline)) fate = ForGood;
        _fates.Add(key, fate);
        return fate;
    }
}
