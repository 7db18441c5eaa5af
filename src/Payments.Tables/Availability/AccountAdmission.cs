using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Payments.Tables.Storage;

namespace Payments.Tables.Availability;

/// <summary>
/// Creates the tables that are missing, and finds out whether each storage account is in its place. New accounts are
/// given their places from the last to the first: once the first has one, all have, and one without is not of the set.
/// </summary>
internal sealed class AccountAdmission(StorageAccounts accounts)
{
    private const int SetNameLength = 16;

    /// <summary>
    /// One try. Throws a <see cref="WrongAccountException"/> if an account is in the wrong place.
    /// </summary>
    public async Task<FoundAccounts> TryAsync(CancellationToken stopping)
    {
        AccountPlace place;
        try
        {
            await CreateTablesAsync(0, stopping);
            place = await FindPlaceAsync(0, stopping) ?? await GivePlacesAsync(stopping);
        }
        catch (Exception fault) when (fault is not WrongAccountException && !stopping.IsCancellationRequested)
        {
            return new FoundAccounts([], [(accounts.First, fault)]);
        }

        Check(0, place, place.Set);
        var faults = await Task.WhenAll(
            Enumerable.Range(1, accounts.All.Count - 1).Select(index => TryAsync(index, place.Set, stopping)));
        if (faults.OfType<WrongAccountException>().FirstOrDefault() is { } wrong) throw wrong;
        var others = accounts.All.Skip(1).Zip(faults).ToLookup(other => other.Second is null);
        return new FoundAccounts(
            [accounts.First, .. others[true].Select(other => other.First)],
            [.. others[false].Select(other => (other.First, other.Second!))]);
    }

    private async Task<Exception?> TryAsync(int index, string set, CancellationToken stopping)
    {
        try
        {
            await CreateTablesAsync(index, stopping);
            Check(index, await FindPlaceAsync(index, stopping), set);
            return null;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            return fault;
        }
    }

    private async Task CreateTablesAsync(int index, CancellationToken stopping)
    {
        var names = index == 0 ? TableNames.All : TableNames.Spread;
        await Task.WhenAll(
            names.Select(name => accounts.All[index].Service.CreateTableIfNotExistsAsync(name, stopping)));
    }

    private async Task<AccountPlace?> FindPlaceAsync(int index, CancellationToken stopping)
    {
        var found = await Ledgers(index).GetEntityIfExistsAsync<TableEntity>(
            AccountPlace.PartitionKey, AccountPlace.RowKey, cancellationToken: stopping);
        return found.HasValue ? AccountPlace.Read(found.Value!) : null;
    }

    /// <summary>
    /// Gives each account its place, and returns that of the first. Instances that start at the same time agree: the
    /// set has the name that the last account got first. A single account may have ledgers of an earlier release.
    /// </summary>
    private async Task<AccountPlace> GivePlacesAsync(CancellationToken stopping)
    {
        var indexes = Enumerable.Range(0, accounts.All.Count).ToList();
        await Task.WhenAll(indexes.Skip(1).Select(index => CreateTablesAsync(index, stopping)));
        if (indexes.Count > 1)
        {
            var ledgers = await Task.WhenAll(indexes.Select(index => HasLedgersAsync(index, stopping)));
            // Another instance may have done all this meanwhile, and serve requests.
            if (ledgers.IndexOf(true) is >= 0 and var used && await FindPlaceAsync(0, stopping) is null)
            {
                throw new WrongAccountException(
                    $"The storage account {accounts.All[used].Name} has ledgers, but {accounts.First.Name}, the first "
                    + $"of {indexes.Count} accounts in the setting Tables, has no row that says so. Ledgers stay in "
                    + "the accounts that they were created in: their list can't be changed.");
            }
        }

        var name = RandomNumberGenerator.GetHexString(SetNameLength, lowercase: true);
        AccountPlace? place = null;
        foreach (var index in Enumerable.Reverse(indexes))
        {
            var set = place?.Set;
            place = await GivePlaceAsync(index, set ?? name, stopping);
            Check(index, place, set ?? place.Set);
        }

        return place!;
    }

    /// <summary>The place that an account has, or else gets.</summary>
    private async Task<AccountPlace> GivePlaceAsync(int index, string set, CancellationToken stopping)
    {
        var place = AccountPlace.Create(set, accounts.All, index);
        try
        {
            await Ledgers(index).AddEntityAsync(place.ToEntity(), stopping);
            return place;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return (await FindPlaceAsync(index, stopping))!;
        }
    }

    private async Task<bool> HasLedgersAsync(int index, CancellationToken stopping)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ne {AccountPlace.PartitionKey}");
        await foreach (var _ in Ledgers(index).QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], stopping))
            return true;
        return false;
    }

    private void Check(int index, AccountPlace? found, string set)
    {
        var expected = AccountPlace.Create(set, accounts.All, index);
        if (found == expected) return;
        var name = accounts.All[index].Name;
        var problem = found switch
        {
            null => "it has no row that says so, as if it were new",
            _ when found.Number != expected.Number || found.Of != expected.Of =>
                $"it is number {found.Number} of {found.Of} ({found.Names})",
            _ when found.Names != expected.Names => $"the accounts were {found.Names}",
            _ => $"it belongs to the set {found.Set}, and {accounts.First.Name} to the set {set}",
        };
        throw new WrongAccountException(
            $"By the setting Tables, the storage account {name} is number {expected.Number} of {expected.Of} "
            + $"({expected.Names}), but {problem}. Ledgers stay in the accounts that they were created in: their list "
            + "can't be changed.");
    }

    private TableClient Ledgers(int index) => accounts.All[index].Service.GetTableClient(TableNames.Ledgers);
}

/// <summary>What one try found.</summary>
/// <param name="InPlace">The accounts that are in their places.</param>
/// <param name="Away">Those that did not answer, and why.</param>
internal sealed record FoundAccounts(
    IReadOnlyList<StorageAccount> InPlace, IReadOnlyList<(StorageAccount Account, Exception Fault)> Away);
