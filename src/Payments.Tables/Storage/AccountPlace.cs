using Azure.Data.Tables;

namespace Payments.Tables.Storage;

/// <summary>
/// What a storage account knows about its place among the accounts of a service: one row, beside the ledgers. An
/// account that is added, left out, replaced or moved in the list would change where ledgers are looked for.
/// </summary>
/// <param name="Set">The random name of the set of accounts.</param>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Of">How many accounts there are.</param>
/// <param name="Names">The names of all accounts, in order.</param>
internal sealed record AccountPlace(string Set, int Number, int Of, string Names)
{
    /// <summary>Ledgers' partition keys have a vertical bar, and this one has not.</summary>
    public const string PartitionKey = "accounts";

    /// <summary>The row's key.</summary>
    public const string RowKey = "place";

    /// <summary>The place that an account should have.</summary>
    public static AccountPlace Create(string set, IReadOnlyList<StorageAccount> accounts, int index) =>
        new(set, index + 1, accounts.Count, string.Join(' ', accounts.Select(account => account.Name)));

    /// <summary>The place in a row.</summary>
    public static AccountPlace Read(TableEntity row) => new(
        row.GetString(nameof(Set))!,
        row.GetInt32(nameof(Number))!.Value,
        row.GetInt32(nameof(Of))!.Value,
        row.GetString(nameof(Names))!);

    /// <summary>The row of this place.</summary>
    public TableEntity ToEntity() => new(PartitionKey, RowKey)
    {
        [nameof(Set)] = Set,
        [nameof(Number)] = Number,
        [nameof(Of)] = Of,
        [nameof(Names)] = Names,
    };
}
