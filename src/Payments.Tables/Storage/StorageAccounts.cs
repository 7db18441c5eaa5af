using Azure.Data.Tables;

namespace Payments.Tables.Storage;

/// <summary>
/// The storage accounts of the service, in the order of the setting <c>Tables</c>: one takes 20,000 requests a second.
/// Ledgers, keys and lists are spread over all of them; everything else is in the first
/// (docs/adr/0011-several-storage-accounts.md).
/// </summary>
public sealed class StorageAccounts
{
    /// <summary>
    /// With more of them, some would have a single one of a list's 24 partitions, which would take more than a
    /// sixteenth of the organization's writes.
    /// </summary>
    public const int MaxAccounts = 12;

    /// <param name="services">A client of each account; each with a circuit breaker of its own.</param>
    /// <param name="areChecked">
    /// Whether the tables can be used at once, in a program that does not check the accounts when it starts.
    /// </param>
    public StorageAccounts(IReadOnlyList<TableServiceClient> services, bool areChecked = false)
    {
        All = [.. services.Select(service => new StorageAccount(service))];
        if (!areChecked) return;
        foreach (var account in All) account.Open();
    }

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<StorageAccount> All { get; }

    /// <summary>The account of what is not spread.</summary>
    public StorageAccount First => All[0];

    /// <summary>A table, in all accounts that have it.</summary>
    internal SpreadTable GetTable(string name) => new(All, name);
}
