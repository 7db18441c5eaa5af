using Azure.Data.Tables;
using Payments.Handlers.Ports;

namespace Payments.Tables.Storage;

/// <summary>
/// One storage account. Until it is known to have its tables and to be in its place among the accounts, every use of
/// its tables fails, without a call: a ledger looked for in a wrong account would seem not to exist.
/// </summary>
public sealed class StorageAccount(TableServiceClient service)
{
    private volatile string? _closed = "The tables are not created yet.";

    /// <summary>The client of the whole account, for what is done before it is open.</summary>
    public TableServiceClient Service => service;

    /// <summary>The account's name, which is no secret.</summary>
    public string Name => service.AccountName;

    /// <summary>Whether its tables can be used.</summary>
    public bool IsOpen => _closed is null;

    /// <summary>Its tables can be used from now on.</summary>
    public void Open() => _closed = null;

    /// <summary>Its tables can't be used any longer.</summary>
    public void Close(string reason) => _closed = reason;

    /// <summary>Throws a <see cref="StorageUnavailableException"/> if its tables can't be used.</summary>
    public void ThrowIfClosed()
    {
        if (_closed is { } reason) throw new StorageUnavailableException(reason);
    }
}
