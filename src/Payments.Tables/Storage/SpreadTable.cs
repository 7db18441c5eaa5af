using Azure.Data.Tables;

namespace Payments.Tables.Storage;

/// <summary>One table in several storage accounts. A partition is in one of them, and so is each transaction.</summary>
internal sealed class SpreadTable(IReadOnlyList<StorageAccount> accounts, string name)
{
    private readonly TableClient[] _tables = [.. accounts.Select(account => account.Service.GetTableClient(name))];

    /// <summary>How many accounts have it.</summary>
    public int Accounts => _tables.Length;

    /// <summary>The table in the first account: for what is not spread.</summary>
    public TableClient First => Get(0);

    /// <summary>The table in the account that has a partition.</summary>
    public TableClient For(Partition partition) => Get((int)(partition.Number % (uint)_tables.Length));

    private TableClient Get(int account)
    {
        accounts[account].ThrowIfClosed();
        return _tables[account];
    }
}
