using Payments.Ledger;

namespace Payments.Simulation;

/// <summary>A record of which only the name was told.</summary>
internal sealed record Named(RecordKey Name) : Record
{
    public override RecordKey RecordKey => Name;
}
