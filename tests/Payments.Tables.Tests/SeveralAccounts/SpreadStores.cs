using Payments.Handlers.Ports;
using Payments.Tables.Ledgers;
using Payments.Tables.Timeline;
using Payments.Testing.Compliance;

namespace Payments.Tables.Tests.SeveralAccounts;

[Collection(SpreadTablesCollection.Name)]
public sealed class SpreadLedgerStoreComplies(SpreadTables tables) : LedgerStoreCompliance
{
    protected override ILedgerStore Store { get; } = new TableLedgerStore(tables.Accounts);
}

[Collection(SpreadTablesCollection.Name)]
public sealed class SpreadKeyStoreComplies(SpreadTables tables) : KeyStoreCompliance
{
    protected override IKeyStore Store { get; } = new TableKeyStore(tables.Accounts);
}

[Collection(SpreadTablesCollection.Name)]
public sealed class SpreadIdempotencyStoreComplies(SpreadTables tables) : IdempotencyStoreCompliance
{
    protected override IIdempotencyStore Store { get; } = new TableIdempotencyStore(tables.Accounts);
}

[Collection(SpreadTablesCollection.Name)]
public sealed class SpreadTimelineComplies(SpreadTables tables) : TimelineCompliance
{
    protected override ITimeline Timeline { get; } = new TableTimeline(tables.Accounts);
}

[Collection(SpreadTablesCollection.Name)]
public sealed class SpreadPagesOfLists(SpreadTables tables) : PagesOfLists(tables.Accounts);
