using Payments.Ledger.Records;

namespace Payments.Simulation.Clients;

/// <summary>A record of which only the name is known.</summary>
internal sealed record Named(RecordKey Name) : Record
{
    public override RecordKey RecordKey => Name;
}
